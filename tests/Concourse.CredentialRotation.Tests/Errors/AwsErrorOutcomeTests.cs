using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>The error of AWS as fields of the outcome.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class AwsErrorOutcomeTests
{
    [Test]
    public async Task Rotate_AwsError_IsInTheOutcome()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(IsDenied: true));

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Error.ErrorCode, failed.Error.AwsRequestId, failed.RoleArn), Is.EqualTo(("AccessDenied", Refused(harness).RequestId, RotationHarness.RoleArn("lab"))));
    }

    [TestCase("PutSecretValue")]
    [TestCase("UpdateSecretVersionStage")]
    public async Task Rotate_AwsErrorWhileWriting_IsInTheOutcome(string operation)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(operation).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Error.ErrorCode, failed.RoleArn), Is.EqualTo(("AccessDeniedException", RotationHarness.RoleArn("lab"))));
        Assert.That(harness.Aws.Calls.Where(call => call.Error is not null).Select(call => call.RequestId), Has.Some.EqualTo(failed.Error.AwsRequestId));
    }

    private static AwsCall Refused(RotationHarness harness) => harness.Aws.Calls.Single(call => call.Error is not null and not "ResourceNotFoundException");
}
