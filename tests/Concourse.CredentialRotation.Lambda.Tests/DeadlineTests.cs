using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The function responds before Lambda ends it. The local runtime enforces the timeout, as Lambda does.</summary>
[CancelAfter(TimeLimits.Test)]
[Parallelizable(ParallelScope.Children)] // They mostly wait.
public sealed class DeadlineTests
{
    [Test]
    public async Task Invoke_ReserveAndALittleLeft_Finishes()
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__SecretsManager__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));

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
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__SecretsManager__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));
        harness.Aws.On(operation).Respond(Fault.NoResponse);

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 7);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain($"lab failed at {step}: The request timed out: ")
            .And.Contain($" had no response from {harness.Aws.Endpoint.Authority}. ").And.Not.Contains("Too little time"));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("UpdateSecretVersionStage"));
    }

    [Test]
    public async Task Invoke_AwsHangsInPromotion_RespondsInTime()
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__SecretsManager__PromotionReserve", "00:00:02"), ("CredentialRotation__CallTimeout", "00:00:01"));
        harness.Aws.On("UpdateSecretVersionStage").Respond(Fault.NoResponse);

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"), secondsLeft: 10);

        Assert.That(result.IsError, Is.True);
        Assert.That(JsonNode.Parse(result.Json)!["errorMessage"]!.GetValue<string>(), Does.Contain("lab").And.Not.Contains("Task timed out"));
    }
}
