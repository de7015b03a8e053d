namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Tests of commands with the credentials in Parameter Store.</summary>
public abstract class ParameterStoreFixture : CliFixture
{
    [SetUp]
    public void UseParameterStore() => Cli.Set("SECRET_STORE", "parameter-store");

    /// <summary>The file of a team with one account, in a layout.</summary>
    private protected string WriteTeam(string account, string layout, string more = "") =>
        Cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson(account, $""","layout":"{layout}"{more}""")));

    /// <summary>A team with one account in a layout that has just been rotated.</summary>
    private protected async Task<string> RotatedAsync(string account, string layout, string more = "")
    {
        var file = WriteTeam(account, layout, more);
        var result = await Cli.RunAsync("rotate", file);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return file;
    }

    /// <summary>
    /// A team with an account in each condition: <c>whole</c>, <c>expiring</c>, <c>expired</c>, <c>torn</c>, <c>half</c> (a parameter is missing), <c>new</c>,
    /// <c>foreign</c> (of another tool) and <c>combined</c> (whole, in that layout).
    /// </summary>
    private protected async Task<string> InAllConditionsAsync()
    {
        await Cli.RotatedAsync("expired");
        Cli.Time.Advance(TimeSpan.FromMinutes(62));
        await Cli.RotatedAsync("expiring");
        Cli.Time.Advance(TimeSpan.FromMinutes(30));
        await Cli.RotatedAsync("torn", "half");
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}torn-secret-key", "written by hand");
        Cli.Aws.Parameters.Remove($"{Fleet.Prefix}half-session-token");
        Cli.Time.Advance(TimeSpan.FromMinutes(26));
        foreach (var name in Fleet.Secrets("foreign"))
        {
            Cli.Aws.Parameters.Write(name, "written by another tool");
        }

        await Cli.RotatedAsync("whole");
        await RotatedAsync("combined", "combined");
        Cli.Time.Advance(TimeSpan.FromSeconds(95));
        string[] separate = ["whole", "expiring", "expired", "torn", "half", "new", "foreign"];
        return Cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team,
            [.. separate.Select(account => CliHarness.AccountJson(account)), CliHarness.AccountJson("combined", ""","layout":"combined" """)]));
    }

    /// <summary>The operations that were called since the calls were forgotten.</summary>
    private protected IEnumerable<string> Operations => Cli.Aws.Calls.Select(call => call.Operation).Distinct();
}
