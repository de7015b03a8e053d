using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>
/// The policy of the Terraform module is exactly what the code needs. That no call is without a grant, all tests show: the local AWS
/// refuses what the policy does not allow. Here is the other direction.
/// </summary>
public sealed class PermissionsTests
{
    // What Lambda itself does as the execution role, and no call of the code's.
    private static readonly string[] OfLambda = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage"];

    [Test]
    public async Task Policy_EveryGrant_IsUsed()
    {
        await using var harness = await RotationHarness.StartAsync(options =>
        {
            (options.MinimumAge, options.KmsKeyId) = (TimeSpan.Zero, "alias/concourse");
            options.Tags["owner"] = "platform";
        });

        var session = new SessionSettings(Tags: new Dictionary<string, string> { ["team"] = "team" }, SourceIdentity: "concourse");
        await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), null, session)]));
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        await harness.RotateAsync("lab");

        Assert.That(harness.Aws.Policy!.Used.Concat(OfLambda), Is.EquivalentTo(harness.Aws.Policy.Granted));
    }

    [TestCase("sts:AssumeRole", RotationStep.Assume)]
    [TestCase("secretsmanager:DescribeSecret", RotationStep.Inspect)]
    [TestCase("secretsmanager:PutSecretValue", RotationStep.Stage)]
    [TestCase("kms:GenerateDataKey", RotationStep.Stage)]
    public async Task Rotate_CallWithoutAGrant_IsRefused(string action, RotationStep step)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.KmsKeyId = "alias/concourse");
        harness.Aws.Policy = ModulePolicy.Read(without: action);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(step).And.Property("Message").Contains($"is not authorized to perform: {action} on resource: arn:aws:"));
    }

    [Test]
    public async Task Rotate_WithAnotherExternalId_IsRefused()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ExternalIdPrefix = "elsewhere/");

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains("not authorized to perform: sts:AssumeRole"));
    }

    [Test]
    public async Task Rotate_OutsideOfThePrefix_IsRefused()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.PathTemplate = "/elsewhere/{{.Team}}/{{.Account}}");

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains("not authorized to perform: secretsmanager:DescribeSecret"));
    }
}
