using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>plan</c> says about Parameter Store.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ParameterStorePlanTests : ParameterStoreFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Plan_AllConditions_AreShown(int width)
    {
        var file = await InAllConditionsAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("plan", file);

        Snapshot.Check($"parameter-store-plan-{width}", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Plan_AnyTeam_OnlyDescribesParameters()
    {
        var file = await InAllConditionsAsync();
        Cli.Aws.ForgetCalls();

        await Cli.RunAsync("plan", file);

        Assert.That(Operations, Is.EqualTo(new[] { "DescribeParameters" }));
    }

    // Docs: 240 accounts, 28.8 renewals and 144 checks a day each. A check takes one request, whatever the layout.
    [TestCase("separate", 720, 720 * 28.8, 240 * (144 + 28.8 + 1), 0.08, 0.4)]
    [TestCase("combined", 240, 240 * 28.8, 240 * (144 + 3), 0.0267, 0.1333)]
    [TestCase("both", 960, 960 * 28.8, 240 * (144 + 28.8), 0.1067, 0.5333)]
    public async Task Plan_Fleet_HasItsFiguresAndIsFree(string layout, int writes, double writesPerDay, double readsPerDay, double shareOfInterval, double shareOfCheck)
    {
        var fleet = (await Cli.RunAsync("plan", WriteFleet(240, layout), "--offline", "-o", "json")).Json["fleet"]!;

        Assert.That(fleet["writesForAllAccounts"]!.GetValue<int>(), Is.EqualTo(writes));
        Assert.That(fleet["writesPerDay"]!.GetValue<double>(), Is.EqualTo(writesPerDay).Within(0.1));
        Assert.That(fleet["readsPerDay"]!.GetValue<double>(), Is.EqualTo(readsPerDay).Within(0.1));
        Assert.That(fleet["writesPerSecondQuota"]!.GetValue<int>(), Is.EqualTo(3));
        Assert.That(fleet["secretsQuota"]!.GetValue<int>(), Is.EqualTo(10_000));
        Assert.That(fleet["quotaShareOfInterval"]!.GetValue<double>(), Is.EqualTo(shareOfInterval));
        Assert.That(fleet["quotaShareOfCheck"]!.GetValue<double>(), Is.EqualTo(shareOfCheck));
        Assert.That(fleet["costPerMonth"]!.GetValue<decimal>(), Is.Zero);
        Assert.That(Cli.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Plan_HigherThroughput_ChargesForRequests()
    {
        var fleet = (await Cli.RunAsync("plan", WriteFleet(240, "combined"), "--offline", "--writes-per-second", "10", "-o", "json")).Json["fleet"]!;

        // 6,912 writes and 35,280 reads a day.
        Assert.That(fleet["secretsCostPerMonth"]!.GetValue<decimal>(), Is.Zero);
        Assert.That(fleet["requestsCostPerMonth"]!.GetValue<decimal>(), Is.EqualTo(6.42m));
    }

    [Test]
    public async Task Plan_AdvancedTier_ChargesForParametersAndRequests()
    {
        var settings = Cli.WriteFile("settings.json", """{ "ParameterStore": { "Tier": "Advanced" } }""");

        var fleet = (await Cli.RunAsync("plan", WriteFleet(240, "combined"), "--offline", "--settings", settings, "-o", "json")).Json["fleet"]!;

        Assert.That(fleet["secretsQuota"]!.GetValue<int>(), Is.EqualTo(100_000));
        Assert.That(fleet["secretsCostPerMonth"]!.GetValue<decimal>(), Is.EqualTo(12m));
        Assert.That(fleet["requestsCostPerMonth"]!.GetValue<decimal>(), Is.EqualTo(6.42m));
    }

    [Test]
    public async Task Plan_IntelligentTiering_HasTheLimitOfTheAdvancedTier()
    {
        var settings = Cli.WriteFile("settings.json", """{ "ParameterStore": { "Tier": "Intelligent-Tiering" } }""");

        var result = await Cli.RunAsync("plan", WriteFleet(240, "combined"), "--offline", "--settings", settings);

        Assert.That(result.Output, Does.Contain("100,000").And.Contain("Intelligent-Tiering"), result.ToString());
    }

    [TestCase(500, "separate", "If all teams are created at once, they need 1,500 writes in 10 min, which is more than 70 % of the quota of 3 writes per second. Choose a longer time between checks, or higher throughput")]
    [TestCase(2200, "separate", "All accounts need 6,600 writes in 50 min, which is more than 70 % of the quota of 3 writes per second. Choose a longer interval or the combined layout, or higher throughput")]
    public async Task Plan_FleetThatIsTooLargeForTheQuota_IsAFinding(int accounts, string layout, string finding)
    {
        var result = await Cli.RunAsync("plan", WriteFleet(accounts, layout), "--offline", "-o", "json");

        Assert.That(result.Json["findings"]!.AsArray().Select(one => $"{one}"), Has.One.StartsWith(finding));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Plan_MoreParametersThanTheTierAllows_IsAFinding()
    {
        var result = await Cli.RunAsync("plan", WriteFleet(3400, "separate"), "--offline", "-o", "json");

        Assert.That(result.Json["findings"]!.AsArray().Select(one => $"{one}"), Has.One.StartsWith("All accounts need 10,200 parameters, but an AWS account can have 10,000 in a Region (standard tier)."));
    }

    [Test]
    public async Task Plan_ParametersThatShouldBeChanged_AreFindings()
    {
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}lab-access-key", "value", type: "String");
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}lab-secret-key", "value", tier: "Advanced");
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}lab-session-token", "value");

        var result = await Cli.RunAsync("plan", Cli.WriteTeam(CliHarness.Team, "lab"), "-o", "json");

        Assert.That(result.Json["accounts"]![0]!["findings"]!.AsArray().Select(finding => $"{finding}"),
            Has.One.StartsWith("The parameter /concourse/example-team/lab-access-key is a String").And.One.Contains("are in the advanced tier, which is charged: /concourse/example-team/lab-secret-key."));
    }

    private string WriteFleet(int accounts, string layout) => Cli.WriteFile("fleet.json", CliHarness.TeamJson("blue", [.. Enumerable.Range(0, accounts).Select(i => CliHarness.AccountJson($"account{i}", $""","layout":"{layout}" """))]));
}
