using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>What a message says when a permission is missing.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class AccessDeniedMessageTests
{
    private static readonly SessionSettings TaggedSession = new()
    {
        Tags = new Dictionary<string, string> { ["team"] = "team" },
        SourceIdentity = "concourse",
    };

    [Test]
    public async Task Rotate_AssumeRoleDenied_NamesRoleRequestAndEveryCause()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(IsDenied: true));

        var message = (await harness.RotateAsync<FailedOutcome>("lab")).Error.Message;

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

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), session: TaggedSession)]));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("must allow sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity to the caller"));
    }

    [Test]
    public async Task Rotate_GetCallerIdentityDenied_PointsToThePoliciesThatCan()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("GetCallerIdentity").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Verify));
        Assert.That(failed.Error.Message, Does.StartWith("AccessDenied (HTTP 403) from sts:GetCallerIdentity: ")
            .And.Contain("GetCallerIdentity needs no permission: look for a VPC endpoint policy or a service control policy"));
    }

    [TestCase("DescribeSecret")]
    [TestCase("PutSecretValue")]
    [TestCase("UpdateSecretVersionStage")]
    public async Task Rotate_SecretsManagerDenied_NamesActionSecretAndPolicies(string operation)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(operation, RotationHarness.Name("lab", "access-key")).Respond(Fault.AccessDenied);

        var message = (await harness.RotateAsync<FailedOutcome>("lab")).Error.Message;

        Assert.That(message, Does.StartWith($"AccessDeniedException (HTTP 403) from secretsmanager:{operation} on /concourse/team/lab-access-key: "));
        Assert.That(harness.Aws.Calls.Where(call => call.Error is not null && message.Contains($" AWS request ID: {call.RequestId}. ", StringComparison.Ordinal)), Is.Not.Empty);
        Assert.That(message, Does.Contain($"The caller's policy must allow secretsmanager:{operation} on /concourse/team/lab-access-key, and no resource policy of the secret"));
    }

    [Test]
    public async Task Rotate_CreateSecretWithTagsDenied_NamesThePermissionForTags()
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.Tags["owner"] = "platform");
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:TagResource");

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Contain("must allow secretsmanager:CreateSecret and secretsmanager:TagResource on /concourse/team/lab-"));
    }

    [Test]
    public async Task Rotate_RestoreDenied_ExplainsTheRestore()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:RestoreSecret");

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Contain(
            "The secret is scheduled for deletion, and a rotation restores it. The caller's policy must allow secretsmanager:RestoreSecret on /concourse/team/lab-secret-key"));
    }

    [TestCase("EncryptionFailure", "Secrets Manager can't encrypt the protected secret text using the provided KMS key.")]
    [TestCase("DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")]
    [TestCase("AccessDeniedException", "Access to KMS is not allowed")]
    [TestCase("AccessDeniedException", "User: x is not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:us-east-1:123456789012:key/1")]
    public async Task Rotate_KmsDenied_NamesSecretKeyAndPermissions(string code, string reason)
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.KmsKeyId = "alias/concourse");
        harness.Aws.On("CreateSecret").Respond(new Fault.Refused("KMS", code, reason));

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Match(
            @"The caller needs kms:GenerateDataKey and kms:Decrypt on the KMS key of /concourse/team/lab-\S+ \(alias/concourse\), by its own policy and by the key policy"));
    }

    [Test]
    public async Task Rotate_TeamIsNamedLikeKms_IsNotTakenForTheKey()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Policy = ModulePolicy.Read(without: "secretsmanager:DescribeSecret");

        var report = await harness.RotateAsync(Make.Team("kms-KMS", [Make.Account("lab", RotationHarness.RoleArn("lab"))]));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Not.Contain("kms:GenerateDataKey"));
    }

    private static AwsCall Refused(RotationHarness harness) => harness.Aws.Calls.Single(call => call.Error is not null and not "ResourceNotFoundException");
}
