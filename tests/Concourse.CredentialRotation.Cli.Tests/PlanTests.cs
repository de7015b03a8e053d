using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>plan</c> says about accounts and about the fleet.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class PlanTests : CliFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Plan_AllConditions_AreShown(int width)
    {
        var file = await Cli.InAllConditionsAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("plan", file);

        Snapshot.Check($"plan-{width}", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Plan_AsJson_HasAllConditions()
    {
        var result = await Cli.RunAsync("plan", await Cli.InAllConditionsAsync(), "-o", "json");

        Snapshot.Check("plan-json", result.Output);
        Assert.That(result.Json["accounts"]!.AsArray().Select(account => $"{account!["action"]}"), Is.EqualTo(
            new[] { "skip", "renew", "renew", "repair", "create", "replace", "repair", "skip" }));
    }

    [Test]
    public async Task Plan_AnyTeam_ChangesNothing()
    {
        var file = await Cli.InAllConditionsAsync();
        Cli.Aws.ForgetCalls();

        await Cli.RunAsync("plan", file);

        Assert.That(Cli.Aws.Calls.Select(call => call.Operation).Distinct(), Is.EqualTo(new[] { "DescribeSecret" }));
    }

    [Test]
    public async Task Plan_NewTeam_IsFine()
    {
        var result = await Cli.RunAsync("plan", Cli.WriteTeam("blue", "lab"));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Does.Contain("create 3 secrets").And.Contain("assume arn:aws:iam::123456789999:role/concourse-ci-example-team").And.Contain("the external ID concourse/blue"));
    }

    [Test]
    public async Task Plan_Offline_CallsNothing()
    {
        var result = await Cli.RunAsync("plan", Cli.WriteTeam("blue", "lab"), "--offline");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Cli.Aws.Calls, Is.Empty);
    }

    // The figures of the team module: 240 accounts, 3 secrets each, checked every 10 minutes, make 103,680 reads a day, and renewals every 50 minutes.
    [Test]
    public async Task Plan_Fleet_HasItsFigures()
    {
        var file = Cli.WriteTeam("blue", [.. Enumerable.Range(0, 240).Select(i => $"account{i}")]);

        var fleet = (await Cli.RunAsync("plan", file, "--offline", "-o", "json")).Json["fleet"]!;

        Assert.That(fleet["secrets"]!.GetValue<int>(), Is.EqualTo(720));
        Assert.That(fleet["writesForAllAccounts"]!.GetValue<int>(), Is.EqualTo(1440));
        Assert.That(fleet["writesPerDay"]!.GetValue<double>(), Is.EqualTo(1440 * 28.8).Within(0.1));
        Assert.That(fleet["readsPerDay"]!.GetValue<double>(), Is.EqualTo(103_680 + 240));
        Assert.That(fleet["versionsPerSecretPerDay"]!.GetValue<double>(), Is.EqualTo(28.8));
        Assert.That(fleet["quotaShareOfInterval"]!.GetValue<double>(), Is.EqualTo(0.0096));
        Assert.That(fleet["quotaShareOfCheck"]!.GetValue<double>(), Is.EqualTo(0.048));
        Assert.That(fleet["secondsForAllAccounts"]!.GetValue<double>(), Is.EqualTo(28.8));
        Assert.That(fleet["secretsCostPerMonth"]!.GetValue<decimal>(), Is.EqualTo(288m));
        Assert.That(fleet["requestsCostPerMonth"]!.GetValue<decimal>(), Is.EqualTo(22.11m));
    }

    // The table "Credential lifetime" of the team module.
    [TestCase(50, 10, null, 2700, 3000, 300)]
    [TestCase(40, 10, null, 2100, 2400, 900)]
    [TestCase(30, 10, null, 1500, 1800, 1500)]
    [TestCase(50, 50, null, null, 3000, 600)]
    [TestCase(30, 30, null, null, 1800, 1800)]
    [TestCase(50, 10, 1000, 1000, 1200, 2000)]
    public async Task Plan_Schedule_HasTheValidityOfTheTerraformModule(int interval, int check, int? own, int? renewAfter, int period, int validity)
    {
        var file = Cli.WriteFile("team.json", $$"""{"name":"blue",{{(own is null ? "" : $"\"renewAfter\":{own},")}}"accounts":[{{CliHarness.AccountJson("lab")}}]}""");

        var result = await Cli.RunAsync("plan", file, "--offline", "--interval", $"{interval}", "--check", $"{check}", "-o", "json");

        var team = result.Json["teams"]![0]!;
        Assert.That((int?)team["renewAfterSeconds"], Is.EqualTo(renewAfter));
        Assert.That((int?)team["renewalPeriodSeconds"], Is.EqualTo(period));
        Assert.That((int?)team["guaranteedValiditySeconds"], Is.EqualTo(validity));
    }

    [TestCase(3000, "renewAfter must not be a multiple of the time between two checks (10 min)")]
    [TestCase(2950, "the credentials of a step are valid for at least 50 s, but 5 min are required")]
    public async Task Plan_RenewAfterThatTheModuleRejects_IsAFinding(int renewAfter, string finding)
    {
        var file = Cli.WriteFile("team.json", $$"""{"name":"blue","renewAfter":{{renewAfter}},"accounts":[{{CliHarness.AccountJson("lab")}}]}""");

        var result = await Cli.RunAsync("plan", file, "--offline", "-o", "json");

        Assert.That(result.Json["findings"]!.AsArray().Select(one => $"{one}"), Has.Some.Contains(finding));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Plan_SmallQuota_IsAFinding()
    {
        var file = Cli.WriteTeam("blue", [.. Enumerable.Range(0, 80).Select(i => $"account{i}")]);

        var result = await Cli.RunAsync("plan", file, "--offline", "--writes-per-second", "1", "-o", "json");

        Assert.That($"{result.Json["findings"]![0]}", Does.StartWith("If all teams are created at once, they need 480 writes in 10 min, which is more than 70 % of the quota"));
    }

    [TestCase("50", "15")]
    [TestCase("10", "10")]
    public async Task Plan_IntervalThatTheModuleRejects_IsAnError(string interval, string check)
    {
        var result = await Cli.RunAsync("plan", Cli.WriteTeam("blue", "lab"), "--interval", interval, "--check", check);

        Assert.That(result.Error, Does.StartWith("error: --interval must be at least 15 minutes and a multiple of --check"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Plan_SecretsOfAnotherKeyAndLayout_AreFindings()
    {
        await Cli.RotatedAsync("lab");
        var file = Cli.WriteFile("team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab", ""","layout":"both" """), CliHarness.AccountJson("app", ""","layout":"combined" """)));
        await Cli.RunAsync("rotate", file);
        var settings = Cli.WriteFile("settings.json", """{ "Layout": "combined", "SecretsManager": { "KmsKeyId": "11111111-2222-3333-4444-555555555555" } }""");
        var combined = Cli.WriteTeam(CliHarness.Team, "lab");

        var result = await Cli.RunAsync("plan", combined, "--settings", settings, "-o", "json");

        var findings = result.Json["accounts"]![0]!["findings"]!.AsArray().Select(finding => $"{finding}").ToList();
        Assert.That(findings, Has.Some.Contains("not encrypted with the configured KMS key").And.Some.Contains("An earlier layout left these secrets behind"));
    }

    [Test]
    public async Task Plan_UnreadableSecret_IsAnError()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("DescribeSecret").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("plan", file);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("unreadable: example-team/lab"));
    }
}
