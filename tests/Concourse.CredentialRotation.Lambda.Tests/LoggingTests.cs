using System.Globalization;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The function's log, as CloudWatch gets it.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class LoggingTests
{
    [Test]
    public async Task Log_ByDefault_IsOneLineOfJsonAnEvent()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));

        var lines = await harness.LogLinesAsync();
        Assert.That(lines.Select(line => line["requestId"]!.GetValue<string>()), Is.All.EqualTo(result.RequestId));
        Assert.That(lines.Select(line => line["team"]!.GetValue<string>()), Is.All.EqualTo("team"));
        Assert.That(
            lines.Where(line => line["outcome"] is not null).Select(line => (string?)line["account"] + " " + line["outcome"] + " " + line["level"]),
            Is.EquivalentTo(new[] { "lab rotated INFO", "denied failed ERROR" }));
        Assert.That(
            lines.Select(line => (int)line["eventId"]! + " " + line["eventName"]),
            Is.EquivalentTo(new[] { "1 accountRotated", "4 accountFailed", "101 rotationFinished" }));
        Assert.That(
            lines.Select(line => DateTimeOffset.TryParseExact((string?)line["timestamp"], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)),
            Is.All.True);
    }

    [Test]
    public async Task Log_TypedValues_AreOfTheirJsonType()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));

        var lines = (await harness.LogLinesAsync()).ToDictionary(line => line["eventName"]!.GetValue<string>());
        Assert.That((lines["rotationFinished"]["accounts"]!.ToJsonString(), lines["rotationFinished"]["failed"]!.ToJsonString()), Is.EqualTo(("2", "1")));
        Assert.That((string?)lines["accountRotated"]["expiration"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
        Assert.That((string?)lines["accountRotated"]["message"], Does.Match(@"expires \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"));
        var session = harness.Aws.Sts.Sessions.Single();
        Assert.That(((string?)lines["accountRotated"]["accessKeyId"], (string?)lines["accountRotated"]["roleArn"]), Is.EqualTo((session.AccessKeyId, "arn:aws:iam::123456789999:role/lab")));
        Assert.That(
            ((string?)lines["accountFailed"]["errorCode"], (string?)lines["accountFailed"]["awsRequestId"], (string?)lines["accountFailed"]["roleArn"]),
            Is.EqualTo(("AccessDenied", harness.Aws.Calls.Single(call => call.Error is "AccessDenied").RequestId, "arn:aws:iam::123456789999:role/denied")));
        Assert.That((string?)lines["accountFailed"]["step"], Is.EqualTo("assume"));
        Assert.That((string?)lines["accountFailed"]["message"], Does.Contain("failed at assume: "));
    }

    [Test]
    public async Task Log_Skipped_HasTheCurrentRotation()
    {
        await using var harness = await FunctionHarness.StartAsync();
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var line = (await harness.LogLinesAsync()).Single(line => (string?)line["eventName"] is "accountUnchanged");
        Assert.That((string?)line["rotationId"], Is.EqualTo(harness.Aws.Secrets.CurrentVersionId("/concourse/team/lab-access-key")));
        Assert.That((string?)line["message"], Does.EndWith($": skipped, rotation {line["rotationId"]} is current"));
        Assert.That(line["ageSeconds"]!.GetValue<long>(), Is.GreaterThanOrEqualTo(0));
        Assert.That((string?)line["estimatedExpiration"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
    }

    [TestCase("""{"name":"blue","accounts":[]}""", "blue")]
    [TestCase("""{"name":"a\nb","accounts":[]}""", @"a\u000ab")]
    [TestCase("""{"name":"","accounts":[]}""", null)]
    [TestCase("""{"accounts":[]}""", null)]
    [TestCase("""{"name":7}""", null)]
    [TestCase("""["blue"]""", null)]
    [TestCase("{", null)]
    public async Task Log_RefusedEvent_HasTheTeamThatCouldBeRead(string json, string? team)
    {
        await using var harness = await FunctionHarness.StartAsync();

        await harness.InvokeAsync(json);

        var line = (await harness.LogLinesAsync()).Single();
        Assert.That((string?)line["eventName"], Is.EqualTo("eventRejected"));
        Assert.That((string?)line["team"], Is.EqualTo(team));
        Assert.That(line.AsObject().ContainsKey("team"), Is.EqualTo(team is not null));
    }

    [Test]
    public async Task Log_EventByAnotherTeamsAlias_HasTheTeam()
    {
        await using var harness = await FunctionHarness.StartAsync(("REQUIRE_TEAM_ALIAS", "true"));

        await harness.InvokeAsync(FunctionHarness.Event("blue", "lab"));

        Assert.That((string?)(await harness.LogLinesAsync()).Single()["team"], Is.EqualTo("blue"));
    }

    [Test]
    public async Task Log_ThrottledRequests_AreNumbersOfTheRotationsLastLine()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.On("AssumeRole").First(2).Respond(Fault.Throttled);

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var lines = await harness.LogLinesAsync();
        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(lines[^1]["throttledRequests"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(lines[^1]["throttledWaitSeconds"]!.GetValue<double>(), Is.GreaterThan(0));
        Assert.That(lines.Select(line => (string?)line["eventName"]), Has.One.EqualTo("requestsThrottled"));
    }

    // CloudWatch's metric filters read these numbers.
    [Test]
    public async Task Log_Account_HasItsValidityAndAgeAsNumbers()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var lines = (await harness.LogLinesAsync()).ToLookup(line => (string?)line["eventName"]);
        foreach (var line in new[] { lines["accountRotated"].Single(), lines["accountUnchanged"].Single() })
        {
            Assert.That(line["validitySeconds"]!.GetValue<long>(), Is.InRange(3000, 3600));
            Assert.That(line["ageSeconds"]!.GetValue<long>(), Is.InRange(0, 600));
        }

        var failed = lines["accountFailed"].Single().AsObject();
        Assert.That(failed["validitySeconds"]!.GetValue<long>(), Is.Zero, "its secrets do not exist");
        Assert.That(failed.ContainsKey("ageSeconds") || failed.ContainsKey("rotationId") || failed.ContainsKey("estimatedExpiration"), Is.False);
    }

    [Test]
    public async Task Log_FailedAccount_HasWhatPipelinesRead()
    {
        await using var harness = await FunctionHarness.StartAsync();
        var rotation = RotationId.Create(TimeProvider.System.GetUtcNow().AddMinutes(-70)).ToString();
        foreach (var part in new[] { "access-key", "secret-key", "session-token" })
        {
            harness.Aws.Secrets.Write($"/concourse/team/lab-{part}", rotation, part);
        }

        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var lines = (await harness.LogLinesAsync()).ToDictionary(line => (string?)line["eventName"] ?? "");
        Assert.That((string?)lines["accountFailed"]["rotationId"], Is.EqualTo(rotation));
        Assert.That(lines["accountFailed"]["validitySeconds"]!.GetValue<long>(), Is.InRange(-1200, -600));
        Assert.That(lines["accountFailed"]["ageSeconds"]!.GetValue<long>(), Is.InRange(4200, 4800));
        Assert.That((string?)lines["accountFailed"]["estimatedExpiration"], Does.Match(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"));
        Assert.That(lines["rotationFinished"]["minValiditySeconds"]!.ToJsonString(), Is.EqualTo(lines["accountFailed"]["validitySeconds"]!.ToJsonString()));
    }

    [Test]
    public async Task Log_RotationsLastLine_CountsTheOutcomes()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "app", "denied"));

        var last = (await harness.LogLinesAsync())[^1].AsObject();
        Assert.That(
            last.SkipWhile(field => field.Key is not "accounts").Select(field => field.Key),
            Is.EqualTo(new[]
            {
                "accounts", "failed", "throttledRequests", "throttledWaitSeconds", "rotated", "skipped", "superseded", "torn", "minValiditySeconds", "durationSeconds",
            }));
        Assert.That(
            new[] { "accounts", "rotated", "skipped", "superseded", "failed", "torn", "minValiditySeconds" }.Select(name => last[name]!.GetValue<long>()),
            Is.EqualTo(new[] { 3, 1, 1, 0, 1, 0, 0 }));
        Assert.That(last["durationSeconds"]!.GetValue<double>(), Is.GreaterThanOrEqualTo(0));
    }

    [TestCase("Text")]
    [TestCase("text")]
    public async Task Log_TextFormat_IsText(string format)
    {
        await using var harness = await FunctionHarness.StartAsync(("AWS_LAMBDA_LOG_FORMAT", format));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That((await harness.LogAsync())[0], Does.Match($@"^\d{{4}}-\d\d-\d\dT[\d:.]+Z\t{result.RequestId}\tINFO\tAccount lab of team team: rotated"));
    }

    [TestCase("WARN", 0)]
    [TestCase("warn", 0)]
    [TestCase("INFO", 2)]
    [TestCase(null, 2)]
    public async Task Log_Level_IsHonored(string? level, int lines)
    {
        await using var harness = await FunctionHarness.StartAsync(level is null ? [] : [("AWS_LAMBDA_LOG_LEVEL", level)]);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(await harness.LogAsync(), Has.Count.EqualTo(lines));
    }

    [Test]
    public async Task Log_NameWithLineBreaks_StaysInItsLine()
    {
        await using var harness = await FunctionHarness.StartAsync();

        await harness.InvokeAsync(new JsonObject { ["name"] = "x\n{\"eventId\":1,\"level\":\"FATAL\"}", ["accounts"] = new JsonArray() }.ToJsonString());

        Assert.That((await harness.LogLinesAsync()).Select(line => (string?)line["level"]), Is.EqualTo(new[] { "ERROR" }));
    }
}
