using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.Fleet;
using static Concourse.CredentialRotation.Benchmarks.Markdown;

// Starts the function's process once for each team of a fleet, all at the same time, against AWS's quotas with 20 ms a call, and watches the
// secrets meanwhile. Usage: Fleet [--short] [--write FILE]; BOOTSTRAP names the released executable; FILE is a Markdown file whose marked section
// gets the table, of the release only.
var file = args.SkipWhile(arg => arg != "--write").ElementAtOrDefault(1);
var executable = Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(AppContext.BaseDirectory, "bootstrap");
if (file is not null && Environment.GetEnvironmentVariable("BOOTSTRAP") is null)
{
    Console.Error.WriteLine("BOOTSTRAP must name the released executable: what is written down must be measured on it.");
    return 2;
}

Scenario[] scenarios = args.Contains("--short")
    ? [new(10, 5), new(10, 5, IsAbsent: true)]
    : [new(40, 5), new(40, 5, IsAbsent: true), new(100, 2), new(10, 50), new(40, 5, Spread: TimeSpan.FromMinutes(1))];
var rows = new List<IReadOnlyList<string>>();
var areAllRotated = true;
foreach (var scenario in scenarios)
{
    var run = await FleetRun.RunAsync(executable, scenario);
    areAllRotated &= run.FailedPerTry[0] == 0 && run.Torn == 0;
    rows.Add([
        $"{scenario.Teams} × {scenario.AccountsPerTeam}",
        $"{(scenario.IsAbsent ? "absent" : "existing")}{(scenario.Spread > TimeSpan.Zero ? ", spread over a minute" : "")}",
        string.Join(" / ", run.FailedPerTry),
        Number(run.Torn),
        Number(run.ThrottledRequests),
        Number(run.MeanWait.TotalSeconds, "0.0"),
        Number(run.MaxMixed),
        Number(run.MeanMixed, "0.0"),
        Number(run.Elapsed.TotalSeconds, "0.0"),
        Number(run.Elapsed / scenario.Floor, "0.00"),
    ]);
    Console.WriteLine(string.Join(" | ", rows[^1]));
}

var table = Table(
    ["teams × accounts", "sets", "accounts failed, per try", "torn", "throttled requests", "waited, s a team", "mixed sets, at most", "on average", "seconds", "of the quota's floor"],
    rows);
Console.WriteLine($"\n{table}");
if (file is not null)
{
    var document = await Document.ReadAsync(file);
    document.Replace("fleet", table);
    await document.WriteAsync();
}

return areAllRotated ? 0 : 1;
