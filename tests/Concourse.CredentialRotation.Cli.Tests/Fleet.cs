namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Makes sets of secrets in every condition.</summary>
internal static class Fleet
{
    public const string Prefix = "/concourse/example-team/";

    /// <summary>The secrets of an account in the separate layout.</summary>
    public static string[] Secrets(string account) => [$"{Prefix}{account}-access-key", $"{Prefix}{account}-secret-key", $"{Prefix}{account}-session-token"];

    /// <summary>A team of one account that has just been rotated.</summary>
    public static async Task<string> RotatedAsync(this CliHarness cli, params string[] accounts)
    {
        var file = cli.WriteTeam(CliHarness.Team, accounts);
        var result = await cli.RunAsync("rotate", file);
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        return file;
    }

    /// <summary>
    /// A team with an account in each condition: <c>whole</c>, <c>expiring</c>, <c>expired</c>, <c>torn</c>, <c>new</c>, <c>foreign</c> (of another tool),
    /// <c>deleted</c> (scheduled for deletion) and <c>combined</c> (whole, in that layout).
    /// </summary>
    public static async Task<string> InAllConditionsAsync(this CliHarness cli)
    {
        await cli.RotatedAsync("expired");
        cli.Time.Advance(TimeSpan.FromMinutes(62));
        await cli.RotatedAsync("expiring");
        cli.Time.Advance(TimeSpan.FromMinutes(30));
        await cli.RotatedAsync("torn", "deleted");
        cli.Aws.Secrets.Write($"{Prefix}torn-secret-key", Guid.NewGuid().ToString(), "written by hand");
        cli.Aws.Secrets.ScheduleDeletion($"{Prefix}deleted-session-token");
        cli.Time.Advance(TimeSpan.FromMinutes(26));
        foreach (var name in Secrets("foreign"))
        {
            cli.Aws.Secrets.Write(name, ForeignVersion, "written by another tool");
        }

        await cli.RotatedAsync("whole");
        var combined = cli.WriteFile("combined.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("combined", ""","layout":"combined" """)));
        Assert.That((await cli.RunAsync("rotate", combined)).ExitCode, Is.Zero);
        cli.Time.Advance(TimeSpan.FromSeconds(95));
        string[] separate = ["whole", "expiring", "expired", "torn", "new", "foreign", "deleted"];
        return cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team,
            [.. separate.Select(account => CliHarness.AccountJson(account)), CliHarness.AccountJson("combined", ""","layout":"combined" """)]));
    }

    private const string ForeignVersion = "11111111-2222-4333-8444-555555555555";
}
