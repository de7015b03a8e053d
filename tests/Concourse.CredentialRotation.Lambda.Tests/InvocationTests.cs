using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>What Lambda and EventBridge see of the function.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class InvocationTests
{
    [Test]
    public async Task Invoke_TheReadmesExample_ReturnsTheReport()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var result = await harness.InvokeAsync(
            """{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"arn:aws:iam::123456789999:role/machine-user-example","duration":7200}]}""");

        Assert.That(result.IsError, Is.False, result.Json);
        var report = JsonNode.Parse(result.Json)!;
        var account = report["accounts"]![0]!;
        Assert.That(report["team"]!.GetValue<string>(), Is.EqualTo("example-team"));
        Assert.That(report["succeeded"]!.GetValue<bool>(), Is.True);
        Assert.That(account["outcome"]!.GetValue<string>(), Is.EqualTo("rotated"));
        Assert.That(account["paths"]!.AsArray().Select(path => path!.GetValue<string>()), Is.EqualTo(new[]
        {
            "/concourse/example-team/divx-lab-access-key", "/concourse/example-team/divx-lab-secret-key", "/concourse/example-team/divx-lab-session-token",
        }));
        Assert.That(account["rotationId"]!.GetValue<string>(), Is.EqualTo(harness.Aws.Secrets.CurrentVersionId("/concourse/example-team/divx-lab-access-key")));
        Assert.That(account["warnings"]![0]!.GetValue<string>(), Does.Contain("role chaining"));
        Assert.That(harness.Aws.Secrets.Read("/concourse/example-team/divx-lab-session-token"), Is.EqualTo(harness.Aws.Sts.Sessions.Single().SessionToken));
    }

    /// <summary>It comes from an attribute of the library, which the trimming of the executable must keep.</summary>
    [Test]
    public async Task Invoke_AnyTeam_NamesTheVersionInTheUserAgent()
    {
        await using var harness = await FunctionHarness.StartAsync();

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(harness.Aws.Calls.Select(call => call.UserAgent), Is.Not.Empty.And.All.Match(@" app/Concourse\.CredentialRotation-\d+\.\d+\.\d+( |$)"));
    }

    [Test]
    public async Task Invoke_Again_KeepsItsConnections()
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__MinimumAge", "00:00:00"));
        // Long enough for the three secrets of the set to be asked for at once.
        harness.Aws.Latency = TimeSpan.FromMilliseconds(100);
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));
        var connections = harness.Aws.Connections;

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That((connections, harness.Aws.Connections), Is.EqualTo((3, 3)));
    }

    // Whatever waited for a response without giving its thread back would wait for ever.
    [Test]
    public async Task Invoke_OneThreadForEverything_RotatesAll()
    {
        await using var harness = await FunctionHarness.StartAsync(("DOTNET_PROCESSOR_COUNT", "1"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1"));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", [.. Enumerable.Range(0, 20).Select(i => $"account-{i}")]));

        Assert.That(result.IsError, Is.False, result.Json);
    }

    [Test]
    public async Task Invoke_AgainAtOnce_Skips()
    {
        await using var harness = await FunctionHarness.StartAsync();
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(JsonNode.Parse(result.Json)!["accounts"]![0]!["outcome"]!.GetValue<string>(), Is.EqualTo("skipped"));
    }

    [Test]
    public async Task Invoke_SomeAccountsFail_FailsAfterAllWereTriedAndNamesThem()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/one", new LocalRole(IsDenied: true));
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/three", new LocalRole(IsDenied: true));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "one", "two", "three"));

        Assert.That(result.IsError, Is.True);
        var error = JsonNode.Parse(result.Json)!;
        Assert.That(error["errorType"]!.GetValue<string>(), Is.EqualTo("RotationFailedException"));
        Assert.That(error["errorMessage"]!.GetValue<string>(), Does.StartWith("2 of 3 accounts of team team were not rotated. 2 accounts failed at assume: one, three. The message for one: AccessDenied")
            .And.Not.Contains("two"));
        Assert.That(StackTrace(result), Is.Empty);
        Assert.That(harness.Aws.Secrets.Names, Has.Exactly(3).Contains("/team/two-"));
    }

    [Test]
    public async Task Invoke_InvalidEvent_FailsWithAllProblemsAndCallsNothing()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var result = await harness.InvokeAsync("""{"name":"a team","accounts":[{"name":"x","roleArn":"nonsense","duration":1}]}""");

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain("name: ").And.Contains("accounts[0].roleArn: ").And.Contains("accounts[0].duration: "));
        Assert.That(harness.Aws.Calls, Is.Empty);
        Assert.That(StackTrace(result), Is.Empty);
    }

    // An unexpected exception keeps its stack trace. Here, the log cannot be written.
    [Test]
    public async Task Invoke_UnexpectedException_HasItsStackTrace()
    {
        await using var harness = await FunctionHarness.StartWithoutRoomForTheLogAsync();

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(JsonNode.Parse(result.Json)!["errorType"]!.GetValue<string>(), Is.EqualTo("AggregateException"));
        Assert.That(StackTrace(result), Is.Not.Empty);
    }

    [Test]
    public async Task Invoke_UnknownFieldsOfTheTeam_AreNamedInAWarning()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var result = await harness.InvokeAsync("""{"name":"team","Region":"x","owner":"y","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab"}]}""");

        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(
            (await harness.LogLinesAsync()).Single(line => line["level"]!.GetValue<string>() is "WARN")["fields"]!.ToJsonString(),
            Is.EqualTo("""["Region","owner"]"""));
    }

    [Test]
    public async Task Invoke_MisspelledFieldOfAnAccountOrASession_FailsAndCallsNothing()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var result = await harness.InvokeAsync(
            """
            {"name":"team","accounts":[
              {"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab","sesion":{"policyArns":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}},
              {"name":"live","roleArn":"arn:aws:iam::123456789999:role/live","session":{"policyarns":["arn:aws:iam::aws:policy/ReadOnlyAccess"]}}]}
            """);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does
            .Contain("accounts[0].sesion: is unknown; did you mean 'session'?").And.Contains("accounts[1].session.policyarns: is unknown; did you mean 'policyArns'?"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Invoke_TooLittleTimeLeft_FailsCleanlyAndTouchesNothing()
    {
        await using var harness = await FunctionHarness.StartAsync();

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 10);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain("There was too little time left"));
        Assert.That(harness.Aws.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Invoke_AfterAFailure_WorksAgain()
    {
        await using var harness = await FunctionHarness.StartAsync();
        await harness.InvokeAsync("{");

        Assert.That((await harness.InvokeAsync(FunctionHarness.Event("team", "lab"))).IsError, Is.False);
    }

    // Empty or not there at all: the Runtime API takes both.
    private static JsonArray StackTrace(LambdaResult result) => JsonNode.Parse(result.Json)!["stackTrace"]?.AsArray() ?? [];
}
