using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The function answers before Lambda ends it. The local runtime enforces the timeout, as Lambda does.</summary>
public sealed class DeadlineTests
{
    [Test]
    public async Task Invoke_ReserveAndALittleLeft_Finishes()
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 10);

        Assert.That(result.IsError, Is.False, result.Json);
    }

    [TestCase("DescribeSecret", "inspect")]
    [TestCase("AssumeRole", "assume")]
    [TestCase("GetCallerIdentity", "verify")]
    [TestCase("CreateSecret", "stage")]
    [TestCase("PutSecretValue", "stage")]
    public async Task Invoke_AwsHangsBeforePromotion_FailsInTimeAndTouchesNothing(string operation, string step)
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation == operation ? Fault.Unanswered : null);

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 7);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain($"lab failed at {step}: The request timed out: ")
            .And.Contain($" had no response from {harness.Aws.Endpoint.Authority}. ").And.Not.Contains("Too little time"));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("UpdateSecretVersionStage"));
    }

    [Test]
    public async Task Invoke_AwsHangsInPromotion_AnswersInTime()
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "UpdateSecretVersionStage" ? Fault.Unanswered : null);

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 10);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain("lab").And.Not.Contains("timed out"));
    }
}
