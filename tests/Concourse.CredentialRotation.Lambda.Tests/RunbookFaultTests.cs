using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>
/// What the runbook's table of faults says that the log shows is what the function logs when the fault is there, and what it says that the command-line tool
/// explains is what the tool prints for that line.
/// </summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RunbookFaultTests
{
    private const string Team = "team";

    private static readonly (string, string)[] LittleTime =
    [
        ("CredentialRotation__SecretsManager__PromotionReserve", "00:00:02"),
        ("CredentialRotation__CallTimeout", "00:00:01"),
    ];

    [TestCase("The trust policy denies the execution role")]
    [TestCase("The execution role was recreated", Description = "STS responds the same")]
    [TestCase("The account was closed", Description = "as if the role did not exist")]
    public async Task Log_RoleCannotBeAssumed_IsAsInTheTable(string fault)
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/lab", new LocalRole(IsDenied: true));

        await AssertLogAsync(harness, fault);
    }

    [Test]
    public async Task Log_KeyPolicyDenies_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.On("CreateSecret").Respond(new Fault.Refused("KMS denied", "AccessDeniedException", "Access to KMS is not allowed"));

        await AssertLogAsync(harness, "The key policy denies the execution role");
    }

    [Test]
    public async Task Log_KeyIsDisabled_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.On("CreateSecret").Respond(new Fault.Refused("key disabled", "EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key."));

        await AssertLogAsync(harness, "The key is disabled");
    }

    [Test]
    public async Task Log_SetIsTorn_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync([("CredentialRotation__MinimumAge", "00:00:00"), .. LittleTime]);
        await harness.InvokeAsync(FunctionHarness.Event(Team, "lab"));
        harness.Aws.On("UpdateSecretVersionStage").After(1).Respond(Fault.AccessDenied);

        await AssertLogAsync(harness, "The set is torn");
    }

    [Test]
    public async Task Log_FleetIsThrottled_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync(LittleTime);
        harness.Aws.On("CreateSecret").Respond(Fault.Throttled);

        await AssertLogAsync(harness, "The fleet is throttled", secondsLeft: 15);
    }

    [Test]
    public async Task Log_EventIsRejected_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync();

        await AssertLogAsync(harness, "The event is rejected", FunctionHarness.Event(Team));
    }

    [Test]
    public async Task Log_RuleHasAnotherTeamsAlias_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync(("REQUIRE_TEAM_ALIAS", "true"));
        harness.Runtime.Alias = "another-team";

        await AssertLogAsync(harness, "The rule has another team's alias");
    }

    [Test]
    public async Task Log_NetworkIsCut_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync(LittleTime);
        harness.Aws.On(_ => true).Respond(Fault.NoResponse);

        await AssertLogAsync(harness, "The network is cut");
    }

    [Test]
    public async Task Log_ConcourseCaches_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync();

        // Nothing is wrong in the log, so the tool has nothing to explain there.
        await LogAsync(harness, "Concourse caches secrets");
    }

    // Lambda ends the process, which cannot log anything then.
    [Test]
    public async Task Log_FunctionTimedOut_IsAsInTheTable()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.On("AssumeRole").Do(harness.Function.KillAsync);

        _ = harness.InvokeAsync(FunctionHarness.Event(Team, "lab"));
        await harness.Function.Exited.WaitAsync(TestContext.CurrentContext.CancellationToken);

        Assert.That(harness.Function.Log, Is.Empty);
        Assert.That(Expected("The function timed out"), Is.Empty);
    }

    // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html and telemetry-schema-reference.html have these lines.
    [TestCase("2026-11-26T03:09:05.123Z 8f507cfc-xmpl-4697-b07a-ac58fc914c95 Task timed out after 300.00 seconds")]
    [TestCase("""{"time":"2026-11-26T03:09:05.123Z","type":"platform.report","record":{"requestId":"8f507cfc-xmpl-4697-b07a-ac58fc914c95","metrics":{"durationMs":300000,"memorySizeMB":256},"status":"timeout"}}""")]
    public Task Explain_LambdasReportOfATimeout_IsAsInTheTable(string line) => AssertExplainedAsync(line, "The function timed out");

    private static async Task AssertLogAsync(FunctionHarness harness, string fault, string? json = null, double secondsLeft = 300) =>
        await AssertExplainedAsync(await LogAsync(harness, fault, json, secondsLeft), fault);

    private static async Task<string> LogAsync(FunctionHarness harness, string fault, string? json = null, double secondsLeft = 300)
    {
        await harness.InvokeAsync(json ?? FunctionHarness.Event(Team, "lab"), secondsLeft);

        var line = (await harness.LogLinesAsync()).Last(line => (string?)line["eventName"] is not "rotationFinished" and not "requestsThrottled");
        Assert.That(((string?[])[(string?)line["eventName"], (string?)line["step"], (string?)line["errorCode"]]).OfType<string>(), Is.EqualTo(Expected(fault)));
        return line.ToJsonString();
    }

    private static async Task AssertExplainedAsync(string line, string fault)
    {
        var explanation = await ToolProcess.RunAsync("explain", line);

        Assert.That(explanation, Does.StartWith("Is rotation to blame? Yes."));
        Assert.That(explanation, Does.Contain(Runbook.Named(fault, "explain")));
    }

    /// <summary>What the log shows according to the table: the words in backticks of its third column.</summary>
    private static IReadOnlyList<string> Expected(string fault) => Runbook.CodeIn(
        Runbook.Faults.SingleOrDefault(row => row[0] == fault)?[2]
            ?? throw new AssertionException($"The table of faults in {Runbook.Document} does not have '{fault}'."));
}
