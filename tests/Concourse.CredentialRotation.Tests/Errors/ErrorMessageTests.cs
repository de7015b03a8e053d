using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>Every failure names what failed, why, and what to do.</summary>
public sealed class ErrorMessageTests
{
    private static readonly SessionSettings TaggedSession = new(Tags: new Dictionary<string, string> { ["team"] = "team" }, SourceIdentity: "concourse");

    [Test]
    public async Task Rotate_AssumeRoleDenied_NamesRoleRequestAndEveryCause()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(IsDenied: true));

        var message = Message(await harness.RotateAsync("lab"));

        Assert.That(message, Does.StartWith("AccessDenied (HTTP 403) from sts:AssumeRole on arn:aws:iam::123456789999:role/lab: User: "));
        Assert.That(message, Does.Contain($" AWS request ID: {Refused(harness).RequestId}. The trust policy of arn:aws:iam::123456789999:role/lab must allow sts:AssumeRole to the caller"));
        Assert.That(message, Does.Contain("'concourse/team'").And.Contain("role does not exist").And.Contain("AROA…"));
        Assert.That(message, Does.Not.Contain("TagSession").And.Not.Contains("SetSourceIdentity"));
    }

    [Test]
    public async Task Rotate_AssumeRoleWithTagsDenied_NamesTheirPermissions()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Policy = ModulePolicy.Read(without: "sts:TagSession");

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), Session: TaggedSession)]));

        Assert.That(Message(report.Accounts.Single()), Does.Contain("must allow sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity to the caller"));
    }

    [Test]
    public async Task Rotate_GetCallerIdentityDenied_PointsToThePoliciesThatCan()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = At("GetCallerIdentity", Fault.AccessDenied);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(RotationStep.Verify)
            .And.Property("Message").StartsWith("AccessDenied (HTTP 403) from sts:GetCallerIdentity: ")
            .And.Property("Message").Contains("GetCallerIdentity needs no permission: look for a VPC endpoint policy or a service control policy"));
    }

    [TestCase("DescribeSecret")]
    [TestCase("PutSecretValue")]
    [TestCase("UpdateSecretVersionStage")]
    public async Task Rotate_SecretsManagerDenied_NamesActionSecretAndPolicies(string operation)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation == operation && call.Resource == RotationHarness.Name("lab", "access-key") ? Fault.AccessDenied : null);

        var message = Message(await harness.RotateAsync("lab"));

        Assert.That(message, Does.StartWith($"AccessDeniedException (HTTP 403) from secretsmanager:{operation} on /concourse/team/lab-access-key: "));
        Assert.That(harness.Aws.Calls.Where(call => call.Error is not null && message.Contains($" AWS request ID: {call.RequestId}. ", StringComparison.Ordinal)), Is.Not.Empty);
        Assert.That(message, Does.Contain($"The caller's policy must allow secretsmanager:{operation} on /concourse/team/lab-access-key, and no resource policy of the secret"));
    }

    [Test]
    public async Task Rotate_CreateSecretWithTagsDenied_NamesThePermissionForTags()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.Tags["owner"] = "platform");
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:TagResource");

        Assert.That(Message(await harness.RotateAsync("lab")), Does.Contain("must allow secretsmanager:CreateSecret and secretsmanager:TagResource on /concourse/team/lab-"));
    }

    [Test]
    public async Task Rotate_RestoreDenied_SaysWhyItIsRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:RestoreSecret");

        Assert.That(Message(await harness.RotateAsync("lab")), Does.Contain(
            "The secret is scheduled for deletion, and a rotation restores it. The caller's policy must allow secretsmanager:RestoreSecret on /concourse/team/lab-secret-key"));
    }

    [TestCase("EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.")]
    [TestCase("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")]
    [TestCase("AccessDeniedException", "Access to KMS is not allowed")]
    [TestCase("AccessDeniedException", "User: x is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:us-east-1:123456789012:key/1")]
    public async Task Rotate_KmsDenied_NamesSecretKeyAndPermissions(string code, string reason)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.KmsKeyId = "alias/concourse");
        harness.Aws.Intercept = At("CreateSecret", new Fault.Refused("KMS", code, reason));

        Assert.That(Message(await harness.RotateAsync("lab")), Does.Match(
            @"The caller needs kms:GenerateDataKey and kms:Decrypt on the KMS key of /concourse/team/lab-\S+ \(alias/concourse\), by its own policy and by the key policy"));
    }

    [TestCase("EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.")]
    [TestCase("AccessDeniedException", "Access to KMS is not allowed")]
    public async Task Rotate_PutDeniedByKms_NamesSecretKeyAndPermissions(string code, string reason)
    {
        await using var harness = await RotationHarness.StartAsync(options => (options.MinimumAge, options.KmsKeyId) = (TimeSpan.Zero, "alias/concourse"));
        await harness.RotateAsync("lab");
        harness.Aws.Intercept = (call, _) => Task.FromResult<Fault?>(
            call.Operation is "PutSecretValue" && call.Resource == RotationHarness.Name("lab", "secret-key") ? new Fault.Refused("KMS", code, reason) : null);

        Assert.That(Message(await harness.RotateAsync("lab")), Does.Contain(
            "The caller needs kms:GenerateDataKey and kms:Decrypt on the KMS key of /concourse/team/lab-secret-key (alias/concourse), by its own policy and by the key policy"));
    }

    [Test]
    public async Task Rotate_TeamIsNamedLikeKms_IsNotTakenForTheKey()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:DescribeSecret");

        var report = await harness.Rotator.RotateAsync(new Team("kms-KMS", [new("lab", RotationHarness.RoleArn("lab"))]));

        Assert.That(Message(report.Accounts.Single()), Does.Not.Contain("kms:GenerateDataKey"));
    }

    [TestCase("PutSecretValue", "LimitExceededException", "The request failed because it would exceed one of the Secrets Manager quotas.", "A secret has 100 versions at most")]
    [TestCase("CreateSecret", "LimitExceededException", "The request failed because it would exceed one of the Secrets Manager quotas.", "as many secrets in this Region as its quota allows")]
    [TestCase("PutSecretValue", "InvalidParameterException", "Operation not permitted on a replica secret. Call must be made in primary secret's region.", " is a replica: rotate it in its primary Region")]
    [TestCase("CreateSecret", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.", "The secret was deleted meanwhile: the next rotation ")]
    [TestCase("AssumeRole", "RegionDisabledException", "STS is not activated in this region for account 123456789999.", "STS is off in this Region for account 123456789999: ")]
    [TestCase("AssumeRole", "PackedPolicyTooLarge", "Packed policy consumes 112% of allotted space.", "Shorten the account's session policies and tags.")]
    [TestCase("AssumeRole", "MalformedPolicyDocument", "The policy is not in the valid JSON format.", "Correct the account's 'session.policy'.")]
    public async Task Rotate_KnownError_HasItsRemedy(string operation, string code, string reason, string remedy)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (operation is "PutSecretValue")
        {
            harness.WriteAsAnotherTool("lab");
        }

        // Not by STS's own name for it, which the fault would make of it: this is the name on the wire.
        harness.Aws.Intercept = (call, _) => call.Operation == operation ? throw new AwsException(code, reason) : Task.FromResult<Fault?>(null);

        Assert.That(Message(await harness.RotateAsync("lab")), Does.StartWith($"{code} (HTTP 400) from ").And.Contain(remedy));
    }

    [Test]
    public async Task Rotate_SessionLongerThanTheRoleAllows_SaysWhatToChange()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(MaxSessionDuration: 3600));

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(Message(report.Accounts.Single()), Does.EndWith("Raise the role's maximum session duration, or lower the account's 'duration'."));
    }

    [TestCase("AssumeRole", "Throttling (HTTP 400) from sts:AssumeRole", "share the quota of STS")]
    [TestCase("DescribeSecret", "ThrottlingException (HTTP 400) from secretsmanager:DescribeSecret", "share the quota of Secrets Manager")]
    [TestCase("UpdateSecretVersionStage", "ThrottlingException (HTTP 400) from secretsmanager:UpdateSecretVersionStage", "share the quota of Secrets Manager")]
    public async Task Rotate_ThrottledUntilTheTimeIsUp_NamesTheQuota(string operation, string beginning, string quota)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.Jitter = new TimeIsUp(time), time);
        harness.Aws.Intercept = At(operation, Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(Message(report.Accounts.Single()), Does.StartWith(beginning).And.Contain("AWS throttled the request until there was no time left.").And.Contain(quota));
    }

    [TestCase("DescribeSecret", "secretsmanager:DescribeSecret on /concourse/team/lab-")]
    [TestCase("AssumeRole", "sts:AssumeRole on arn:aws:iam::123456789999:role/lab")]
    [TestCase("GetCallerIdentity", "sts:GetCallerIdentity")]
    public async Task Rotate_HostDoesNotRespond_NamesTheHostAndTheNetwork(string operation, string said)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.CallTimeout = TimeSpan.FromMilliseconds(100));
        harness.Aws.Intercept = At(operation, Fault.Unanswered);

        var message = Message(await harness.RotateAsync("lab"));

        Assert.That(message, Does.StartWith($"The request timed out: {said}").And.Contain($" had no response from {harness.Aws.Endpoint.Authority}. Check the network path to it: "));
    }

    [Test]
    public async Task Rotate_HostRefusesConnections_NamesTheHostAndTheNetwork()
    {
        await using var harness = await RotationHarness.StartAsync();
        var host = harness.Aws.Endpoint.Authority;
        await harness.Aws.DisposeAsync();

        Assert.That(Message(await harness.RotateAsync("lab")), Does.StartWith("The request failed: secretsmanager:DescribeSecret on /concourse/team/lab-")
            .And.Contain($" had no response from {host}: ").And.Contain("Check the network path to it: "));
    }

    [Test]
    public async Task Rotate_TimeIsUpAfterAnAttemptThatHung_TellsTheHostAndNotToTakeMoreTime()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.CallTimeout = TimeSpan.FromMilliseconds(100), time);
        var attempts = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "AssumeRole" && Interlocked.Increment(ref attempts) == 2)
            {
                time.Advance(TimeSpan.FromMinutes(1));
            }

            return Task.FromResult(call.Operation is "AssumeRole" ? Fault.Unanswered : null);
        };

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(Message(report.Accounts.Single()), Does.StartWith("The request timed out: sts:AssumeRole on arn:aws:iam::123456789999:role/lab had no response from 127.0.0.1:"));
        Assert.That(attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task Rotate_TimeIsUpInTheFirstAttempt_SaysThatTooLittleWasLeft()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time);
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "AssumeRole")
            {
                time.Advance(TimeSpan.FromMinutes(1));
            }

            return Task.FromResult(call.Operation is "AssumeRole" ? Fault.Unanswered : null);
        };

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddMinutes(1), CancellationToken.None);

        Assert.That(Message(report.Accounts.Single()), Does.StartWith("Too little time was left: ")
            .And.EndWith("(The request was canceled before its response: sts:AssumeRole on arn:aws:iam::123456789999:role/lab.)"));
    }

    [TestCase("AssumeRole", "sts:AssumeRole on arn:aws:iam::123456789999:role/lab")]
    [TestCase("DescribeSecret", "secretsmanager:DescribeSecret on /concourse/team/lab-")]
    public async Task Rotate_ResponseCutOffInTheMiddle_NamesTheOperation(string operation, string said)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.Intercept = At(operation, Fault.Malformed);

        Assert.That(Message(await harness.RotateAsync("lab")), Does.StartWith($"The AWS response could not be parsed: {said}").And.Contain(", from 127.0.0.1:"));
    }

    [TestCase("AssumeRole")]
    [TestCase("DescribeSecret")]
    public async Task Rotate_ProxyAnswersInstead_SaysSo(string operation)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = At(operation, Fault.ProxyPage);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(Message(outcome), Does.StartWith("The AWS response could not be parsed: ").And.Contain($":{operation} ").And.Contain("(HTTP 403)").And.Contain("proxy"));
        Assert.That(((FailedOutcome)outcome).ErrorCode, Is.Null);
    }

    [Test]
    public async Task Rotate_AwsError_IsInTheOutcome()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(IsDenied: true));

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>()
            .With.Property("ErrorCode").EqualTo("AccessDenied")
            .And.Property("AwsRequestId").EqualTo(Refused(harness).RequestId)
            .And.Property("RoleArn").EqualTo(RotationHarness.RoleArn("lab")));
    }

    [TestCase("PutSecretValue", typeof(FailedOutcome))]
    [TestCase("UpdateSecretVersionStage", typeof(FailedOutcome))]
    public async Task Rotate_AwsErrorWhileWriting_IsInTheOutcome(string operation, Type kind)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.Intercept = At(operation, Fault.AccessDenied);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf(kind).With.Property("ErrorCode").EqualTo("AccessDeniedException").And.Property("RoleArn").EqualTo(RotationHarness.RoleArn("lab")));
        Assert.That(harness.Aws.Calls.Where(call => call.Error is not null).Select(call => call.RequestId), Has.Some.EqualTo(((FailedOutcome)outcome).AwsRequestId));
    }

    private static string Message(AccountOutcome outcome) => ((FailedOutcome)outcome).Message;

    private static AwsCall Refused(RotationHarness harness) => harness.Aws.Calls.Single(call => call.Error is not null and not "ResourceNotFoundException");

    private static Func<AwsCall, CancellationToken, Task<Fault?>> At(string operation, Fault fault) =>
        (call, _) => Task.FromResult(call.Operation == operation ? fault : null);

    /// <summary>Asked how long to wait, it lets all the time pass.</summary>
    private sealed class TimeIsUp(FakeTimeProvider time) : Random
    {
        public override double NextDouble()
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return 0;
        }
    }
}
