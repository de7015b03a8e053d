using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>
/// The policy of the Terraform module allows exactly what the code needs. All tests show that it allows enough, since the local AWS refuses what
/// it does not allow; these show that it allows no more.
/// </summary>
[CancelAfter(TimeLimits.Test)]
public sealed class PermissionsTests
{
    // What Lambda itself does with the execution role.
    private static readonly string[] UsedByLambda = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];

    [Test]
    public async Task Policy_EveryGrant_IsUsed()
    {
        await using var harness = await RotationHarness.StartAsync(
            options => options.MinimumAge = TimeSpan.Zero,
            secretsManager: options =>
            {
                options.KmsKeyId = "alias/concourse";
                options.Tags["owner"] = "platform";
            });

        var session = new SessionSettings { Tags = new Dictionary<string, string> { ["team"] = "team" }, SourceIdentity = "concourse" };
        await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), null, session)]));
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        await harness.RotateAsync("lab");

        Assert.That(harness.Aws.Policy!.Used.Concat(UsedByLambda), Is.EquivalentTo(harness.Aws.Policy.Granted));
    }

    [TestCase("sts:AssumeRole", RotationStep.Assume)]
    [TestCase("secretsmanager:DescribeSecret", RotationStep.Inspect)]
    [TestCase("secretsmanager:PutSecretValue", RotationStep.Stage)]
    [TestCase("kms:GenerateDataKey", RotationStep.Stage)]
    public async Task Rotate_CallWithoutAGrant_IsRefused(string action, RotationStep step)
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.KmsKeyId = "alias/concourse");
        harness.Aws.Policy = ModulePolicy.Read(without: action);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(step));
        Assert.That(failed.Error.Message, Does.Contain($"is not authorized to perform: {action} on resource: arn:aws:"));
    }

    [Test]
    public async Task Rotate_WithAnotherExternalId_IsRefused()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ExternalIdPrefix = "elsewhere/");

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.Contain("not authorized to perform: sts:AssumeRole"));
    }

    [Test]
    public async Task Rotate_OutsideOfThePrefix_IsRefused()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.PathTemplate = "/elsewhere/{{.Team}}/{{.Account}}");

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.Contain("not authorized to perform: secretsmanager:DescribeSecret"));
    }
}
