using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>rotate</c> does and says.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RotateTests : CliFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Rotate_OutcomesOfAllKinds_AreShown(int width)
    {
        await Cli.RotatedAsync("fresh");
        Cli.Time.Advance(TimeSpan.FromMinutes(4));
        var file = Cli.WriteFile("example-team.json", $$"""
            {"name":"example-team","accounts":[{{CliHarness.AccountJson("divx-lab", ""","duration":7200""")}},{{CliHarness.AccountJson("fresh")}},
            {"name":"broken","roleArn":"arn:aws:iam::123456789999:role/broken"}]}
            """);
        Cli.Aws.Sts.Role("arn:aws:iam::123456789999:role/broken", new LocalRole(IsDenied: true));
        Cli.Width = width;

        var result = await Cli.RunAsync("rotate", file);

        Snapshot.Check($"rotate-{width}", result.Output);
        Assert.That(result.Output.Split('\n').Where(line => !line.Contains("arn:", StringComparison.Ordinal)).Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[] { "example-team/divx-lab: rotated", "example-team/fresh: skipped", "example-team/broken: failed" }));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Rotate_AsJson_HasTheReportsOfTheFunction()
    {
        var result = await Cli.RunAsync("rotate", Cli.WriteTeam("blue", "lab"), Cli.WriteTeam("red", "lab"), "-o", "json");

        Assert.That(result.Json["formatVersion"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(result.Json["teams"]!.AsArray().Select(team => $"{team!["team"]} {team["accounts"]![0]!["outcome"]} {team["succeeded"]}"), Is.EqualTo(new[] { "blue rotated true", "red rotated true" }));
        Assert.That(result.Json["succeeded"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task Rotate_FreshCredentials_AreSkippedUnlessForced()
    {
        var file = Cli.WriteFile("team.json", $$"""{"name":"example-team","renewAfter":2700,"accounts":[{{CliHarness.AccountJson("lab")}}]}""");
        await Cli.RunAsync("rotate", file);

        var again = await Cli.RunAsync("rotate", file);
        var forced = await Cli.RunAsync("rotate", file, "--force");

        Assert.That(again.Output, Does.Contain("1 account: 1 skipped."));
        Assert.That(forced.Output, Does.Contain("1 account: 1 rotated."));
    }

    [Test]
    public async Task Rotate_Account_IsRotatedAlone()
    {
        await Cli.RunAsync("rotate", Cli.WriteTeam("blue", "lab", "app"), Cli.WriteTeam("red", "lab"), "--account", "blue/lab");

        Assert.That(Cli.Aws.Secrets.Names, Is.All.StartsWith("/concourse/blue/lab-"));
    }

    // The combined secret of the account "a-access-key" has the name of a secret that the account "a" would have in another layout.
    [Test]
    public async Task Rotate_Account_DoesNotReportASecretOfAnotherAsLeftBehind()
    {
        var file = Cli.WriteFile("team.json", CliHarness.TeamJson("blue", CliHarness.AccountJson("a", ""","layout":"combined" """), CliHarness.AccountJson("a-access-key", ""","layout":"combined" """)));
        await Cli.RunAsync("rotate", file, "--account", "a-access-key");

        var result = await Cli.RunAsync("rotate", file, "--account", "a", "-o", "json");

        Assert.That(result.Json["teams"]![0]!["accounts"]![0]!["leftBehind"], Is.Null);
    }

    [Test]
    public async Task Rotate_SecretsOfAnEarlierLayout_AreAWarning()
    {
        await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromDays(1));
        var file = Cli.WriteFile("team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab", ""","layout":"combined" """)));

        var result = await Cli.RunAsync("rotate", file);

        Assert.That(result.Output, Does.Contain("warning: example-team/lab").And.Contain("Delete them when no pipeline reads them"));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Rotate_OnATerminal_RedrawsItsProgress()
    {
        Cli.ErrorTerminal = new("blue/lab: assuming the role …");
        Cli.Aws.On("AssumeRole").Do(() => Cli.ErrorTerminal.Written);

        var result = await Cli.RunAsync("rotate", Cli.WriteTeam("blue", "lab"));

        Assert.That(result.Error, Does.Contain("0 of 1 account").And.Contain("\e["));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Rotate_InvalidTeam_RotatesNothing()
    {
        var result = await Cli.RunAsync("rotate", Cli.WriteTeam("blue", "lab"), Cli.WriteFile("bad.json", "{}"));

        Assert.That(result.Error, Is.EqualTo("bad.json:1:1: error: name: must not be empty\nbad.json:1:1: error: accounts: must have at least one account\nerror: 2 problems in the team files must be corrected first. Nothing was done.\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(Cli.Aws.Calls, Is.Empty);
    }
}
