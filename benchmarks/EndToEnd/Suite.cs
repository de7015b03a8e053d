using System.Runtime.InteropServices;
using static Concourse.CredentialRotation.Benchmarks.Markdown;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>Everything that is measured, as the sections of docs/performance.md.</summary>
internal sealed class Suite(Bench bench, Effort effort, long? zipBytes)
{
    private const int CallsInARow = 6;

    private TimeSpan _call;

    public async IAsyncEnumerable<(string Section, string Text)> RunAsync()
    {
        _call = (await bench.CallAsync(effort.Starts)).Order().ElementAt(effort.Starts / 2);
        yield return ("machine", $"{Environment.ProcessorCount} processors ({Processor()}), {RuntimeInformation.OSDescription.Split('-')[0]}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}. A call took {Milliseconds(_call, "0.0")} ms for a plain HTTP client.\n");
        yield return ("goals", await GoalsAsync());
        yield return ("sizes", await SizesAsync());
        yield return ("tls", await TlsAsync());
        yield return ("shares", ProcessorShare.IsAvailable ? await SharesAsync() : "No control group can be made on this machine.\n");
    }

    private async Task<string> GoalsAsync()
    {
        var start = (await bench.StartAsync(effort.Starts)).Order().ElementAt(effort.Starts / 2);
        var one = await MedianAsync(new Scenario(1));
        var fifty = await MedianAsync(new Scenario(50));
        var paced = await bench.RunAsync(new Scenario(50, IsPaced: true));
        var rows = new List<IReadOnlyList<string>>
        {
            Goal("start to first `/next`, ms", start.TotalMilliseconds, 10, 9.5),
            Goal("first rotation of one account, ms", one.Cold.TotalMilliseconds, (CallsInARow * _call.TotalMilliseconds) + 15, 150),
            Goal("first rotation of fifty accounts, ms, without the quota", fifty.Cold.TotalMilliseconds, 7450 / 25.0, 7450),
            Goal("peak memory at fifty accounts, MB", paced.PeakMemory / 1024.0 / 1024, 24, 17),
            Goal("the same without the quota, so with 64 accounts at once", fifty.PeakMemory / 1024.0 / 1024, 24, 17),
        };
        if (zipBytes is { } bytes)
        {
            rows.Add(Goal("zip, MB", bytes / 1e6, 4.5, 4.3));
        }

        return Table(["", "of the goal", "of the Go function", "measured", "goal", "Go function"], rows);
    }

    private static string[] Goal(string what, double measured, double goal, double before) =>
        [what, Number(measured / goal, "0.00"), Number(measured / before, "0.00"), Number(measured, "0.0"), Number(goal, "0.0"), Number(before, "0.0")];

    private async Task<string> SizesAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        IReadOnlyDictionary<string, int> calls = new Dictionary<string, int>();
        foreach (var accounts in effort.Sizes)
        {
            var run = await MedianAsync(new Scenario(accounts));
            rows.Add([
                Number(accounts), Number(run.Cold / _call, "0.0"), Milliseconds(run.Cold), Milliseconds(run.Warm), Milliseconds(run.ProcessorTime),
                Megabytes(run.PeakMemory), Number(run.Calls.Values.Sum()), Number(run.MostInFlight), $"{run.Connections} + {run.WarmConnections}",
            ]);
            calls = run.Calls.ToDictionary(call => call.Key, call => call.Value / accounts);
        }

        return Table(
                ["accounts", "first rotation, in calls' time", "first rotation, ms", "next rotation, ms", "CPU of both, ms", "peak memory, MB", "calls", "most in flight", "connections: first + next"],
                rows)
            + $"\nCalls for an account: {string.Join(", ", calls.OrderByDescending(call => call.Value).ThenBy(call => call.Key, StringComparer.Ordinal).Select(call => $"{call.Value} {call.Key}"))}.\n";
    }

    private async Task<string> TlsAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var scenario in new[] { 1, effort.AccountsOnShares }.SelectMany(accounts => new[] { new Scenario(accounts, MaxConcurrency: 16), new Scenario(accounts, MaxConcurrency: 16, IsTls: true) }))
        {
            var run = await MedianAsync(scenario);
            rows.Add([
                Number(scenario.Accounts), scenario.IsTls ? "yes" : "no", Milliseconds(run.Cold), Milliseconds(run.Warm), Milliseconds(run.ProcessorTime), Megabytes(run.PeakMemory),
            ]);
        }

        return Table(["accounts, 16 at once", "TLS", "first rotation, ms", "next rotation, ms", "CPU of both, ms", "peak memory, MB"], rows);
    }

    private async Task<string> SharesAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var megabytes in effort.MemorySizes)
        {
            var start = (await bench.StartAsync(effort.Starts / 3, megabytes)).Order().ElementAt(effort.Starts / 6);
            var row = new List<string> { Number(megabytes), Milliseconds(start) };
            foreach (var concurrency in effort.Concurrencies)
            {
                var run = await bench.RunAsync(new Scenario(effort.AccountsOnShares, megabytes, concurrency, IsTls: true, IsPaced: true));
                row.Add(run.IsFailed ? "accounts fail" : $"{Number(run.Cold.TotalSeconds, "0.0")} / {Number(run.Warm.TotalSeconds, "0.0")} s, {Megabytes(run.PeakMemory)} MB");
            }

            rows.Add(row);
        }

        return Table(["memory size, MB", "start, ms", .. effort.Concurrencies.Select(concurrency => $"{concurrency} accounts at once")], rows);
    }

    private async Task<Measurement> MedianAsync(Scenario scenario)
    {
        var runs = new List<Measurement>();
        for (var i = 0; i < effort.Runs; i++)
        {
            runs.Add(await bench.RunAsync(scenario));
        }

        var median = Measurement.Median(runs);
        return median.IsFailed ? throw new InvalidOperationException($"An account failed: {scenario}.") : median;
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
