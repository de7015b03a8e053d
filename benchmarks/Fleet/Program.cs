using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.Fleet;
using static Concourse.CredentialRotation.Benchmarks.Markdown;

// Starts one process of the function for each team of a fleet, all at the same time, under AWS's quotas and with a latency of 20 ms per call,
// and watches the secrets in the meantime.
// Usage: Fleet [--short] [--write FILE]
// BOOTSTRAP names the released executable. FILE is a Markdown file whose marked section is replaced with the table; it requires BOOTSTRAP.
var file = args.SkipWhile(arg => arg != "--write").ElementAtOrDefault(1);
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");
if (file is not null && Environment.GetEnvironmentVariable("BOOTSTRAP") is null)
{
    Console.Error.WriteLine("Set BOOTSTRAP to the path of the released executable: only its measurements may be written to a file.");
    return 2;
}

Scenario[] scenarios = args.Contains("--short")
    ? [new(10, 5), new(10, 5, IsAbsent: true), new(20, 5, Layout: SecretLayout.Combined)]
    : [new(40, 5), new(40, 5, IsAbsent: true), new(100, 2), new(10, 50), new(40, 5, Spread: TimeSpan.FromMinutes(1)), new(40, 5, Layout: SecretLayout.Combined)];
var rows = new List<IReadOnlyList<string>>();
var allRotated = true;
foreach (var scenario in scenarios)
{
    var run = await FleetRun.RunAsync(executable, scenario);
    allRotated &= run.FailedPerAttempt[0] == 0 && run.Torn == 0;
    rows.Add([
        $"{scenario.Teams} × {scenario.AccountsPerTeam}",
        Name(scenario.Layout),
        $"{(scenario.IsAbsent ? "absent" : "existing")}{(scenario.Spread > TimeSpan.Zero ? ", spread over a minute" : "")}",
        string.Join(" / ", run.FailedPerAttempt),
        Number(run.Torn),
        Number(run.ThrottledRequests),
        Number(run.MeanWait.TotalSeconds, "0.0"),
        Number(run.MaxMixed),
        Number(run.MeanMixed, "0.0"),
        Number(run.Elapsed.TotalSeconds, "0.0"),
        Number(run.Elapsed / scenario.MinDuration, "0.00"),
    ]);
    Console.WriteLine(string.Join(" | ", rows[^1]));
}

var table = Table(
    ["Teams × accounts", "Layout", "Sets", "Failed accounts per attempt", "Torn", "Throttled requests", "Mean wait per team, s", "Max. mixed sets", "Mean mixed sets", "Duration, s", "Ratio to minimum"],
    rows);
Console.WriteLine($"\n{table}");
if (file is not null)
{
    var document = await Document.ReadAsync(file);
    document.Replace("fleet", table);
    await document.WriteAsync();
}

return allRotated ? 0 : 1;
