using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>What a message says about an error of Parameter Store, and what it advises.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ErrorMessageTests
{
    [TestCase("ssm:DescribeParameters", RotationStep.Inspect, "The caller's policy must allow ssm:DescribeParameters on all resources (*)")]
    [TestCase("ssm:GetParameters", RotationStep.Stage, "The caller's policy must allow ssm:GetParameters on /concourse/team/lab-access-key, /concourse/team/lab-secret-key, /concourse/team/lab-session-token")]
    [TestCase("ssm:PutParameter", RotationStep.Promote, "The caller's policy must allow ssm:PutParameter on /concourse/team/lab-")]
    [TestCase("kms:Encrypt", RotationStep.Promote, "The caller needs kms:Encrypt on the KMS key of /concourse/team/lab-")]
    [TestCase("kms:Decrypt", RotationStep.Stage, "The caller needs kms:Decrypt on the KMS key of /concourse/team/lab-access-key, /concourse/team/lab-secret-key, /concourse/team/lab-session-token (alias/concourse)")]
    public async Task Rotate_PermissionIsMissing_NamesItAndWritesNothing(string permission, RotationStep step, string remedy)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(configure: options => options.KmsKeyId = "alias/concourse");
        await harness.RotateAsync<RotatedOutcome>();
        var before = harness.Values;
        harness.Aws.Policy = ParameterStoreHarness.ReadPolicy(without: permission);

        var failed = await harness.RotateAsync<FailedOutcome>();

        Assert.That(failed.Error.Message, Does.Contain(remedy));
        Assert.That((failed.Step, failed.Error.ErrorCode, failed.Error.AwsRequestId is not null), Is.EqualTo((step, "AccessDeniedException", true)));
        Assert.That(harness.Values, Is.EqualTo(before));
    }

    [Test]
    public async Task Rotate_TagsWithoutTheirPermission_NamesIt()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Combined, options => options.Tags["owner"] = "platform");
        harness.Aws.Policy = ParameterStoreHarness.ReadPolicy(without: "ssm:AddTagsToResource");

        Assert.That((await harness.RotateAsync<FailedOutcome>()).Error.Message, Does.Contain("must allow ssm:PutParameter and ssm:AddTagsToResource on /concourse/team/lab").And.EndWith("Nothing was written."));
    }

    [TestCase("ParameterLimitExceeded", "You have exceeded the number of parameters for this AWS account.", "The account has reached its quota of parameters in this Region")]
    [TestCase("ParameterMaxVersionLimitExceeded", "Version 1, the oldest version, can't be deleted because it has a label associated with it.", "Remove the label from the oldest version of the parameter")]
    [TestCase("HierarchyTypeMismatchException", "Parameter Store doesn't support changing a parameter type in a hierarchy.", "Delete the parameter, so that a rotation can create it")]
    [TestCase("InvalidKeyId", "Alias arn:aws:kms:us-east-1:123456789012:alias/x is not found.", "The KMS key must exist in this Region, be symmetric and be enabled: see KmsKeyId.")]
    public async Task Rotate_KnownError_HasItsRemedy(string code, string message, string remedy)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Combined);
        harness.Aws.On("PutParameter").Do(() => throw new AwsException(code, message));

        Assert.That((await harness.RotateAsync<FailedOutcome>()).Error.Message, Does.StartWith($"{code} (HTTP 400) from ssm:PutParameter on /concourse/team/lab: ").And.Contain(remedy));
    }

    // Nobody can read the present values, so there is nothing that a rotation could lose.
    [Test]
    public async Task Rotate_KeyOfThePresentValuesWasDisabled_WritesNewOnes()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        harness.Aws.On("GetParameters").Do(() => throw new AwsException("InvalidKeyId", "The KMS key is disabled."));

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((rotated.AccessKeyId, rotated.RotationId.ToString())));
    }

    [Test]
    public async Task Rotate_ThrottledUntilTheTimeIsUp_NamesTheQuota()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(configure: options => options.WriteReserve = TimeSpan.FromSeconds(2), callTimeout: TimeSpan.FromSeconds(1));
        harness.Aws.On("PutParameter").Respond(Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(ParameterStoreHarness.Team, TimeProvider.System.GetUtcNow().AddSeconds(4));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("ThrottlingException (HTTP 400) from ssm:PutParameter on /concourse/team/lab-")
            .And.Contain("share the quota of Parameter Store").And.Contain("Lower MaxWritesPerSecond"));
        Assert.That(report.ThrottledRequests, Is.GreaterThan(1));
        Assert.That(harness.Parameters.Names, Is.Empty);
    }
}
