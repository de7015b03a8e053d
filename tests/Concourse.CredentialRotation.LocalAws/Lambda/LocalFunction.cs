using System.Collections.Concurrent;
using System.Diagnostics;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The function's real process, started as Lambda starts it: the executable, and nothing but environment variables.</summary>
public sealed class LocalFunction : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private LocalFunction(ProcessStartInfo start, Action<string>? onLog)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        void Add(string? line)
        {
            if (line is not null)
            {
                _log.Enqueue(line);
                onLog?.Invoke(line);
            }
        }
    }

    /// <summary>Everything that the process printed.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    public Task Exited => _process.WaitForExitAsync();

    public int ExitCode => _process.ExitCode;

    /// <summary>The process's resident memory, in bytes.</summary>
    public long ResidentMemory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most resident memory that the process ever had, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>The CPU time that the process has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the function's executable against the local AWS, with nothing inherited but what .NET needs.</summary>
    public static LocalFunction Start(
        string executable, LocalAwsServer aws, LocalLambdaRuntime runtime, IReadOnlyDictionary<string, string>? settings = null, Action<string>? onLog = null)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var inherited in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(inherited);
        }

        var role = aws.Sts.ExecutionRole;
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = runtime.Address;
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ENDPOINT_URL"] = aws.Endpoint.ToString();
        start.Environment["AWS_ACCESS_KEY_ID"] = role.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = role.SecretAccessKey;
        start.Environment["AWS_SESSION_TOKEN"] = role.SessionToken;
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var function = new LocalFunction(start, onLog);
        function._process.Start();
        function._process.BeginOutputReadLine();
        function._process.BeginErrorReadLine();
        return function;
    }

    /// <summary>SIGKILL: the process has no chance to do anything more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static bool IsOurs(string variable) =>
        variable is "SECRETS_MANAGER_PATH" or "REQUIRE_TEAM_ALIAS"
        || variable.StartsWith("AWS_", StringComparison.Ordinal)
        || variable.StartsWith("CredentialRotation", StringComparison.OrdinalIgnoreCase);
}
