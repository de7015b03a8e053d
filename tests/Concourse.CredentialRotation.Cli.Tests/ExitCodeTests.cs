using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>The exit codes of all commands, which scripts depend on, and that output and error are not mixed.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ExitCodeTests : CliFixture
{
    // FINE is a team that is whole, BAD a file that is not valid, TORN a torn set, NONE no file.
    [TestCase(0, "validate FINE")]
    [TestCase(1, "validate NONE")]
    [TestCase(2, "validate BAD")]
    [TestCase(0, "plan FINE")]
    [TestCase(1, "plan BAD")]
    [TestCase(2, "plan TORN")]
    [TestCase(0, "rotate FINE")]
    [TestCase(0, "rotate TORN")]
    [TestCase(1, "rotate BAD")]
    [TestCase(0, "status FINE")]
    [TestCase(1, "status BAD")]
    [TestCase(2, "status TORN")]
    [TestCase(0, "doctor FINE --shared-template /shared/{{.Secret}}")]
    [TestCase(1, "doctor BAD")]
    [TestCase(2, "doctor FINE")]
    [TestCase(0, "explain AccessDenied --teams FINE")]
    [TestCase(1, "explain AccessDenied --teams BAD")]
    [TestCase(2, "explain ExpiredToken")]
    [TestCase(0, "prune FINE")]
    [TestCase(1, "prune BAD")]
    [TestCase(2, "prune OTHER")]
    [TestCase(0, "completion bash")]
    [TestCase(1, "completion tcsh")]
    [TestCase(1, "")]
    [TestCase(1, "unknown")]
    [TestCase(1, "status")]
    [TestCase(1, "status FINE --unknown")]
    [TestCase(1, "status FINE --output yaml")]
    [TestCase(1, "status FINE --settings NONE")]
    [TestCase(1, "status FINE --settings EMPTY")]
    [TestCase(0, "--help")]
    [TestCase(0, "status --help")]
    [TestCase(0, "--version")]
    public async Task Command_Arguments_HaveTheirExitCode(int exitCode, string arguments)
    {
        Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(RequiredExternalId: "concourse/example-team"));
        var fine = await Cli.RotatedAsync("lab", "removed");
        Cli.Time.Advance(TimeSpan.FromMinutes(61));
        await Cli.RunAsync("rotate", fine, "--account", "lab");
        var torn = Cli.WriteFile("torn/example-team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("torn")));
        await Cli.RunAsync("rotate", torn);
        Cli.Aws.Secrets.Write(Fleet.Secrets("torn")[2], Guid.NewGuid().ToString(), "written by hand");
        var other = Cli.WriteFile("other/example-team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab"), CliHarness.AccountJson("torn")));
        fine = Cli.WriteFile("fine/example-team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab")));
        if (arguments is "prune FINE")
        {
            foreach (var name in Fleet.Secrets("removed").Concat(Fleet.Secrets("torn")))
            {
                Cli.Aws.Secrets.Remove(name);
            }
        }

        var files = new Dictionary<string, string> { ["FINE"] = fine, ["TORN"] = torn, ["OTHER"] = other, ["BAD"] = Cli.WriteFile("bad.json", "{}"), ["NONE"] = Cli.PathOf("none.json"), ["EMPTY"] = Cli.WriteFile("empty.json", "") };
        var result = await Cli.RunAsync([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => files.GetValueOrDefault(argument, argument))]);

        Assert.That(result.ExitCode, Is.EqualTo(exitCode), result.ToString());

        // What is not an error has its data on the output; an error is only described on the error.
        Assert.That(result.Error, exitCode == 1 ? Is.Not.Empty : Does.Not.Contain("error:"));
    }

    [TestCase("validate")]
    [TestCase("plan")]
    [TestCase("rotate")]
    [TestCase("status")]
    [TestCase("doctor")]
    [TestCase("prune")]
    public async Task Command_AsJson_WritesOneDocumentWithItsVersion(string command)
    {
        var result = await Cli.RunAsync(command, Cli.WriteTeam(CliHarness.Team, "lab"), "--output", "json");

        Assert.That(result.Json["formatVersion"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That($"{result.Json["command"]}", Is.EqualTo(command));
    }

    [Test]
    public async Task Command_AwsThatDoesNotRespond_HasOneClearMessage()
    {
        Cli.Aws.On("GetCallerIdentity").Respond(Fault.ProxyPage);

        var result = await Cli.RunAsync("doctor", Cli.WriteTeam(CliHarness.Team, "lab"));

        Assert.That(result.Error, Does.StartWith("error: The AWS response could not be parsed").And.Not.Contain("   at "));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Command_Verbose_HasTheStackTraceAsWell()
    {
        Cli.Aws.On("GetCallerIdentity").Respond(Fault.ProxyPage);

        var result = await Cli.RunAsync("doctor", Cli.WriteTeam(CliHarness.Team, "lab"), "--verbose");

        Assert.That(result.Error, Does.Contain("   at "));
    }

    [Test]
    public async Task Command_Verbose_HasTheLogOfTheLibrary()
    {
        var result = await Cli.RunAsync("rotate", Cli.WriteTeam(CliHarness.Team, "lab"), "--verbose");

        Assert.That(result.Error, Does.Contain("log: Information: Account lab of team example-team: rotated"));
    }

    [Test]
    public async Task Command_Canceled_SaysSo()
    {
        using var canceled = new CancellationTokenSource();
        Cli.Aws.On("DescribeSecret").Do(canceled.Cancel);
        Cli.Cancellation = canceled.Token;

        var result = await Cli.RunAsync("status", Cli.WriteTeam(CliHarness.Team, "lab"));

        Assert.That(result.Error, Is.EqualTo("error: The command was canceled.\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    // Whatever was promoted stays promoted, and what had not begun is reported.
    [Test]
    public async Task Rotate_Canceled_FinishesThePromotionAndReports()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromMinutes(20));
        using var canceled = new CancellationTokenSource();
        Cli.Aws.On("UpdateSecretVersionStage").First(1).Do(canceled.Cancel);
        Cli.Cancellation = canceled.Token;

        var result = await Cli.RunAsync("rotate", file);

        Assert.That(result.Output, Does.Contain("1 account: 1 rotated."));
        Assert.That(Fleet.Secrets("lab").Select(Cli.Aws.Secrets.CurrentVersionId).Distinct(), Has.Exactly(1).Items);
    }
}
