using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>The function's real process between a local Runtime API and a local AWS that takes a fixed time for each call.</summary>
internal sealed class Bench(string executable, TimeSpan latency)
{
    private static readonly TimeSpan TimeLeft = TimeSpan.FromMinutes(15);

    // The quota for writes would hide everything else: benchmarks/Scale shows the rotation under it.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["AWS_LAMBDA_LOG_LEVEL"] = "ERROR",
        ["CredentialRotation__MaxWritesPerSecond"] = "1000",
        ["CredentialRotation__MinimumAge"] = "00:00:00",
    };

    private int _inFlight;
    private int _mostInFlight;

    public async Task<Measurement> RunAsync(int accounts)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        aws.Intercept = DelayAsync;
        WriteOldSets(aws, accounts);
        (_inFlight, _mostInFlight) = (0, 0);

        var watch = Stopwatch.StartNew();
        await using var function = LocalFunction.Start(executable, aws, runtime, Settings, Console.Error.WriteLine);
        await runtime.Started;
        var start = watch.Elapsed;
        var cold = await InvokeAsync(runtime, accounts);
        var calls = aws.Calls.Count;
        var warm = await InvokeAsync(runtime, accounts);
        return new(start, cold, warm, function.ProcessorTime, function.PeakMemory, calls, _mostInFlight);
    }

    private static void WriteOldSets(LocalAwsServer aws, int accounts)
    {
        string[] parts = ["access-key", "secret-key", "session-token"];
        foreach (var name in Enumerable.Range(0, accounts).SelectMany(i => parts.Select(part => $"/concourse/team/account-{i}-{part}")))
        {
            aws.Secrets.Write(name, "an-older-version-of-this-secret-0001", "old");
        }
    }

    private static async Task<TimeSpan> InvokeAsync(LocalLambdaRuntime runtime, int accounts)
    {
        var team = new JsonObject
        {
            ["name"] = "team",
            ["accounts"] = new JsonArray([.. Enumerable.Range(0, accounts).Select(i =>
                new JsonObject { ["name"] = $"account-{i}", ["roleArn"] = $"arn:aws:iam::123456789012:role/account-{i}" })]),
        };
        var json = Encoding.UTF8.GetBytes(team.ToJsonString());
        var watch = Stopwatch.StartNew();
        var result = await runtime.InvokeAsync(json, TimeLeft);
        var elapsed = watch.Elapsed;
        return result.IsError ? throw new InvalidOperationException($"A rotation failed: {result.Json}") : elapsed;
    }

    private async Task<Fault?> DelayAsync(AwsCall call, CancellationToken aborted)
    {
        var now = Interlocked.Increment(ref _inFlight);
        InterlockedMax(ref _mostInFlight, now);
        await Task.Delay(latency, aborted);
        Interlocked.Decrement(ref _inFlight);
        return null;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
