using System.Collections.Concurrent;
using System.Diagnostics;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>A command of a page, with the local AWS in place of AWS.</summary>
internal sealed class DocProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _printed = new();
    private readonly SemaphoreSlim _hasPrinted = new(0);

    private DocProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        void Add(string? line)
        {
            if (line is not null)
            {
                _printed.Enqueue(line);
                _hasPrinted.Release();
            }
        }
    }

    private IReadOnlyList<string> Printed => [.. _printed];

    public static DocProcess Start(string program, IEnumerable<string> arguments, string folder, LocalAwsServer aws)
    {
        // In a process group of its own, so that a signal to the group does not reach the tests. A job in the background, in which the tests may run, ignores
        // SIGINT, and so would its processes.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", program, .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ENDPOINT_URL"] = aws.Endpoint.ToString();
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = aws.Sts.User.AccessKeyId;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = aws.Sts.User.SecretAccessKey;

        // What the test host sets is not for other programs.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "AWS_SESSION_TOKEN" or "AWS_PROFILE" or "VSTEST_CONNECTION_TIMEOUT").ToList())
        {
            start.Environment.Remove(name);
        }

        var process = new DocProcess(start);
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits for the end of a command. A host is interrupted when it has printed what it should.</summary>
    /// <exception cref="DocException">It fails although the page does not say so, or does not print what the page says.</exception>
    public async Task RunAsync(string? output, bool isHost, CancellationToken cancellationToken)
    {
        var expected = new PrintedOutput(output ?? "");
        try
        {
            if (isHost)
            {
                while (expected.FindMissing(Printed) is not null && !_process.HasExited)
                {
                    await _hasPrinted.WaitAsync(cancellationToken);
                }

                // As Ctrl+C in a terminal, which reaches dotnet run and the program that it runs.
                using var kill = Process.Start("kill", ["-s", "INT", "--", $"-{_process.Id}"]);
                await kill.WaitForExitAsync(cancellationToken);
            }

            await _process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new DocException($"There was not enough time. This was printed:\n  {string.Join("\n  ", Printed)}");
        }

        expected.Require(Printed);
        if (_process.ExitCode != 0 && !expected.HasFailedTests)
        {
            throw new DocException($"The exit code is {_process.ExitCode}. This was printed:\n  {string.Join("\n  ", Printed)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _hasPrinted.Dispose();
    }
}
