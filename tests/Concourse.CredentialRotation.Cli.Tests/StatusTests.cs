using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>status</c> says about sets in every condition.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class StatusTests : CliFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Status_AllConditions_AreShown(int width)
    {
        var file = await Cli.InAllConditionsAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("status", file);

        Snapshot.Check($"status-{width}", result.Output);
        Assert.That(result.Output.Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Status_AsJson_HasAllConditions()
    {
        var result = await Cli.RunAsync("status", await Cli.InAllConditionsAsync(), "-o", "json");

        Snapshot.Check("status-json", result.Output);
        Assert.That(result.Json["accounts"]!.AsArray().Select(account => $"{account!["condition"]}"), Is.EqualTo(
            new[] { "whole", "expiring", "expired", "torn", "missing", "otherTool", "scheduledForDeletion", "whole" }));
    }

    [Test]
    public async Task Status_WholeSets_AreFine()
    {
        var result = await Cli.RunAsync("status", await Cli.RotatedAsync("lab"));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain(Cli.Aws.Sts.Sessions.Single().AccessKeyId));
    }

    [Test]
    public async Task Status_SeparateLayout_ReadsOnlyTheValueOfTheAccessKey()
    {
        var file = await Cli.RotatedAsync("lab");

        await Cli.RunAsync("status", file);

        Assert.That(Cli.Aws.Calls.Where(call => call.Operation is "GetSecretValue").Select(call => call.Resource), Is.EqualTo(new[] { "/concourse/example-team/lab-access-key" }));
    }

    // The configuration has changed since the rotation, so the estimate is wrong, but the combined secret has the end of its session.
    [TestCase(900, 3600, "expired")]
    [TestCase(3600, 900, "whole")]
    public async Task Status_CombinedSecret_IsAsOldAsItsSession(int duration, int newDuration, string condition)
    {
        await Cli.RunAsync("rotate", Write(duration));
        Cli.Time.Advance(TimeSpan.FromMinutes(20));

        var result = await Cli.RunAsync("status", Write(newDuration), "-o", "json");

        Assert.That($"{result.Json["accounts"]![0]!["condition"]}", Is.EqualTo(condition), result.ToString());

        string Write(int seconds) => Cli.WriteFile("team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab", $""","layout":"combined","duration":{seconds}""")));
    }

    [Test]
    public async Task Status_MetadataOnly_ReadsNoValue()
    {
        var file = await Cli.RotatedAsync("lab");

        var result = await Cli.RunAsync("status", file, "--metadata-only");

        Assert.That(Cli.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("GetSecretValue"));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Status_WithoutPermissionToReadValues_StillWorks()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("GetSecretValue").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("status", file);

        Assert.That(result.Output, Does.Contain("whole").And.Contain("unknown").And.Contain("secretsmanager:GetSecretValue on /concourse/example-team/lab-access-key"));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Status_UnreadableSecrets_IsAnErrorWithItsRemedy()
    {
        var file = await Cli.RotatedAsync("lab", "app");
        Cli.Aws.On("DescribeSecret", "/concourse/example-team/lab-access-key").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("status", file);

        Assert.That(result.Output, Does.Contain("unreadable: example-team/lab").And.Contain("must allow secretsmanager:DescribeSecret").And.Contain("1 whole, 1 unreadable"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Status_ValueThatIsNoAccessKey_IsNotShown()
    {
        foreach (var name in Fleet.Secrets("lab"))
        {
            Cli.Aws.Secrets.Write(name, "11111111-2222-4333-8444-555555555555", "hunter2");
        }

        var result = await Cli.RunAsync("status", Cli.WriteTeam(CliHarness.Team, "lab"), "-o", "json");

        Assert.That(result.ToString(), Does.Not.Contain("hunter2"));
        Assert.That(result.Json["accounts"]![0]!["accessKeyId"], Is.Null);
    }

    [Test]
    public async Task Status_Account_IsShownAlone()
    {
        var result = await Cli.RunAsync("status", await Cli.RotatedAsync("lab", "app"), "--account", "app");

        Assert.That(result.Output, Does.Contain("  app ").And.Not.Contain("lab"));
    }

    [Test]
    public async Task Status_UnknownAccount_IsAnErrorThatSuggestsAnother()
    {
        var result = await Cli.RunAsync("status", Cli.WriteTeam(CliHarness.Team, "divx-lab"), "--account", "divx-lob");

        Assert.That(result.Error, Is.EqualTo("error: No team in the files has an account 'divx-lob'; did you mean 'divx-lab'?\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }
}
