using System.Runtime.InteropServices;
using static Concourse.CredentialRotation.Benchmarks.Markdown;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>Runs all measurements and returns them as the sections of docs/performance.md.</summary>
internal sealed class Suite(Bench bench, Effort effort, long? zipBytes)
{
    private const int ConsecutiveCalls = 6;
    private const int ConsecutiveCallsOfCombined = 4;

    private TimeSpan _callTime;

    public async IAsyncEnumerable<(string Section, string Text)> RunAsync()
    {
        _callTime = (await bench.MeasureCallsAsync(effort.Starts)).Order().ElementAt(effort.Starts / 2);
        yield return ("machine", $"{Environment.ProcessorCount} processors ({ProcessorModel()}), {RuntimeInformation.OSDescription.Split('-')[0]}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}. A call took {Milliseconds(_callTime, "0.0")} ms for a plain HTTP client.\n");
        yield return ("goals", await GoalsAsync());
        yield return ("sizes", await SizesAsync());
        yield return ("tls", await TlsAsync());
        yield return ("shares", CpuShare.IsAvailable ? await CpuSharesAsync() : "Control groups are not available on this machine.\n");
    }

    private async Task<string> GoalsAsync()
    {
        var start = (await bench.MeasureStartsAsync(effort.Starts)).Order().ElementAt(effort.Starts / 2);
        var one = await MedianAsync(new Scenario(1));
        var combined = await MedianAsync(new Scenario(1, Layout: SecretLayout.Combined));
        var fifty = await MedianAsync(new Scenario(50));
        var paced = await bench.RunAsync(new Scenario(50, IsPaced: true));
        var rows = new List<IReadOnlyList<string>>
        {
            Goal("Process start to first `/next`, ms", start.TotalMilliseconds, 10, 9.5),
            Goal("First rotation of 1 account, ms", one.Cold.TotalMilliseconds, (ConsecutiveCalls * _callTime.TotalMilliseconds) + 15, 150),
            Goal("First rotation of 1 account with the combined layout, ms", combined.Cold.TotalMilliseconds, (ConsecutiveCallsOfCombined * _callTime.TotalMilliseconds) + 15, null),
            Goal("First rotation of 50 accounts without the quota, ms", fifty.Cold.TotalMilliseconds, 7450 / 25.0, 7450),
            Goal("Peak memory with 50 accounts, MB", paced.PeakMemory / 1024.0 / 1024, 24, 17),
            Goal("Peak memory with 50 accounts without the quota, MB", fifty.PeakMemory / 1024.0 / 1024, 24, 17),
        };
        if (zipBytes is { } bytes)
        {
            rows.Add(Goal("Zip file, MB", bytes / 1e6, 4.5, 4.3));
        }

        return Table(["Metric", "Ratio to goal", "Ratio to Go function", "Measured", "Goal", "Go function"], rows);
    }

    private static string[] Goal(string metric, double measured, double goal, double? goFunction) =>
        [metric, Number(measured / goal, "0.00"), IfKnown(measured / goFunction, "0.00"), Number(measured, "0.0"), Number(goal, "0.0"), IfKnown(goFunction, "0.0")];

    private static string IfKnown(double? number, string format) => number is { } known ? Number(known, format) : "–";

    private async Task<string> SizesAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        var calls = new Dictionary<SecretLayout, string>();
        foreach (var scenario in effort.Sizes.Select(accounts => new Scenario(accounts))
            .Concat(effort.CombinedSizes.Select(accounts => new Scenario(accounts, Layout: SecretLayout.Combined))))
        {
            var run = await MedianAsync(scenario);
            rows.Add([
                Number(scenario.Accounts), Name(scenario.Layout), Number(run.Cold / _callTime, "0.0"), Milliseconds(run.Cold), Milliseconds(run.Warm), Milliseconds(run.CpuTime),
                Megabytes(run.PeakMemory), Number(run.Calls.Values.Sum()), Number(run.MaxInFlight), $"{run.Connections} + {run.WarmConnections}",
            ]);
            calls[scenario.Layout] = string.Join(", ", run.Calls
                .OrderByDescending(call => call.Value).ThenBy(call => call.Key, StringComparer.Ordinal).Select(call => $"{call.Value / scenario.Accounts} {call.Key}"));
        }

        return Table(
                ["Accounts", "Layout", "First rotation / time of one call", "First rotation, ms", "Second rotation, ms", "CPU time of both, ms", "Peak memory, MB", "Calls", "Max. calls in flight", "Connections: first + second"],
                rows)
            + string.Concat(calls.Select(layout => $"\nCalls per account with the {Name(layout.Key)} layout: {layout.Value}.\n"));
    }

    private async Task<string> TlsAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var scenario in new[] { 1, effort.AccountsPerCpuShare }.SelectMany(accounts => new[] { new Scenario(accounts, MaxConcurrency: 16), new Scenario(accounts, MaxConcurrency: 16, IsTls: true) }))
        {
            var run = await MedianAsync(scenario);
            rows.Add([
                Number(scenario.Accounts), scenario.IsTls ? "yes" : "no", Milliseconds(run.Cold), Milliseconds(run.Warm), Milliseconds(run.CpuTime), Megabytes(run.PeakMemory),
            ]);
        }

        return Table(["Accounts (16 concurrently)", "TLS", "First rotation, ms", "Second rotation, ms", "CPU time of both, ms", "Peak memory, MB"], rows);
    }

    private async Task<string> CpuSharesAsync()
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var megabytes in effort.MemorySizes)
        {
            var start = (await bench.MeasureStartsAsync(effort.Starts / 3, megabytes)).Order().ElementAt(effort.Starts / 6);
            var row = new List<string> { Number(megabytes), Milliseconds(start) };
            foreach (var concurrency in effort.Concurrencies)
            {
                var run = await bench.RunAsync(new Scenario(effort.AccountsPerCpuShare, megabytes, concurrency, IsTls: true, IsPaced: true));
                row.Add(run.IsFailed ? "accounts failed" : $"{Number(run.Cold.TotalSeconds, "0.0")} / {Number(run.Warm.TotalSeconds, "0.0")} s, {Megabytes(run.PeakMemory)} MB");
            }

            rows.Add(row);
        }

        return Table(["Memory size, MB", "Process start, ms", .. effort.Concurrencies.Select(concurrency => $"{concurrency} accounts concurrently")], rows);
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

    private static string ProcessorModel() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
