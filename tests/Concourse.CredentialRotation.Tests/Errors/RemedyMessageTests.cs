using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>What a message advises about an error of AWS.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RemedyMessageTests
{
    [TestCase("PutSecretValue", "LimitExceededException", "The request failed because it would exceed one of the Secrets Manager quotas.", "A secret can have at most 100 versions")]
    [TestCase("CreateSecret", "LimitExceededException", "The request failed because it would exceed one of the Secrets Manager quotas.", "has reached its quota of secrets in this Region")]
    [TestCase("PutSecretValue", "InvalidParameterException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.", " is a replica. Rotate it in its primary Region")]
    [TestCase("CreateSecret", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.", "The secret was deleted in the meantime. The next rotation ")]
    [TestCase("AssumeRole", "RegionDisabledException", "STS is not activated in this region for account 123456789999.", "STS is disabled in this Region for account 123456789999. ")]
    [TestCase("AssumeRole", "PackedPolicyTooLarge", "Packed policy consumes 112% of allotted space.", "Shorten the account's session policies and tags.")]
    [TestCase("AssumeRole", "MalformedPolicyDocument", "The policy is not in the valid JSON format.", "Correct the account's 'session.policy'.")]
    public async Task Rotate_KnownError_HasItsRemedy(string operation, string code, string reason, string remedy)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (operation is "PutSecretValue")
        {
            harness.WriteAsAnotherTool("lab");
        }

        // Thrown, since a fault would turn the code into the one that STS has for the same error.
        harness.Aws.On(operation).Do(() => throw new AwsException(code, reason));

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.StartWith($"{code} (HTTP 400) from ").And.Contain(remedy));
    }

    [Test]
    public async Task Rotate_SessionLongerThanTheRoleAllows_NamesTheSettings()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(MaxSessionDuration: 3600));

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.EndWith("Raise the role's maximum session duration, or lower the account's 'duration'."));
    }

    [TestCase("AssumeRole", "Throttling (HTTP 400) from sts:AssumeRole", "share the quota of STS")]
    [TestCase("DescribeSecret", "ThrottlingException (HTTP 400) from secretsmanager:DescribeSecret", "share the quota of Secrets Manager")]
    [TestCase("UpdateSecretVersionStage", "ThrottlingException (HTTP 400) from secretsmanager:UpdateSecretVersionStage", "share the quota of Secrets Manager")]
    public async Task Rotate_ThrottledUntilTheTimeIsUp_NamesTheQuota(string operation, string beginning, string quota)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(timings: timings => timings with { Jitter = new TimeIsUp(time) }, time: time);
        harness.Aws.On(operation).Respond(Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith(beginning).And.Contain("AWS throttled the request until time ran out.").And.Contain(quota));
    }

    /// <summary>Lets all the time pass when it is asked how long to wait.</summary>
    private sealed class TimeIsUp(FakeTimeProvider time) : Random
    {
        public override double NextDouble()
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return 0;
        }
    }
}
