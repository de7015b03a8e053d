using System.Collections.Concurrent;
using System.Diagnostics;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>The worker, or another program, as a process of its own.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly CancellationToken _cancellation = TestContext.CurrentContext.CancellationToken;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly SemaphoreSlim _logged = new(0);

    private WorkerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        void Add(string? line)
        {
            _log.Enqueue(line ?? "");
            _logged.Release();
        }
    }

    public IReadOnlyList<string> Log => [.. _log];

    public static WorkerProcess Start(string program, params (string Name, string Value)[] environment)
    {
        // In a process group of its own, so that a signal to the group does not reach the tests. A job in the background, in which the tests may run, ignores
        // SIGINT, and so would its processes.
        var start = new ProcessStartInfo("setsid", ["env", "--default-signal=INT", Path.Combine(TestContext.CurrentContext.TestDirectory, program)]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new WorkerProcess(new Process { StartInfo = start });
        process._process.Start();
        process._process.BeginOutputReadLine();
        process._process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Waits for a line of the log.</summary>
    public async Task<string> LineAsync(string text)
    {
        while (true)
        {
            if (_log.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (_process.HasExited)
            {
                throw new AssertionException($"The process ended without '{text}':\n{string.Join('\n', _log)}");
            }

            await _logged.WaitAsync(_cancellation);
        }
    }

    /// <summary>Sends a signal to the program and those that it has started: TERM as Kubernetes does, or INT as a terminal does.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, "--", $"-{_process.Id}"]);
        await kill.WaitForExitAsync(_cancellation);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(_cancellation);
        return _process.ExitCode;
    }

    public void SearchForSecrets(LocalSts sts) => LeakCheckAttribute.Search(_log, sts);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _logged.Dispose();
    }
}
