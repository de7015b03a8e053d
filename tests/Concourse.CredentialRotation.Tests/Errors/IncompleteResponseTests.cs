using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>AWS reports success, and its response lacks what it should have.</summary>
public sealed class IncompleteResponseTests
{
    private static readonly Fault[] Faults = [Fault.Empty, Fault.EmptyResult];

    private static readonly (string Operation, RotationStep Step, string Said)[] Operations =
    [
        ("AssumeRole", RotationStep.Assume, "sts:AssumeRole on arn:aws:iam::123456789999:role/lab"),
        ("GetCallerIdentity", RotationStep.Verify, "sts:GetCallerIdentity"),
        ("DescribeSecret", RotationStep.Inspect, "secretsmanager:DescribeSecret on /concourse/team/lab-"),
        ("CreateSecret", RotationStep.Stage, "secretsmanager:CreateSecret on /concourse/team/lab-"),
        ("PutSecretValue", RotationStep.Stage, "secretsmanager:PutSecretValue on /concourse/team/lab-"),
    ];

    private static IEnumerable<TestCaseData> Responses() => Operations.SelectMany(
        _ => Faults, (operation, fault) => new TestCaseData(fault, operation.Operation, operation.Step, operation.Said));

    [TestCaseSource(nameof(Responses))]
    public async Task Rotate_EmptyResponse_FailsWithOneSentenceThatNamesTheOperation(Fault fault, string operation, RotationStep step, string said)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (operation is not "CreateSecret")
        {
            harness.WriteAsAnotherTool("lab");
        }

        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation == operation ? fault : null);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(step)
            .And.Property("Message").StartsWith("The AWS response ")
            .And.Property("Message").Contains(said)
            .And.Property("Message").Not.Contains("Exception"));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_EmptyResponseToRestoreSecret_FailsWithOneSentenceThatNamesTheOperation(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "RestoreSecret" ? fault : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message")
            .StartsWith("The AWS response ").And.Property("Message").Contains("secretsmanager:RestoreSecret on /concourse/team/lab-secret-key"));
    }

    // What the set looks like decides, not what was answered.
    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_EmptyResponsesToThePromotion_LooksAtTheSetAndGoesOn(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "UpdateSecretVersionStage" ? fault : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    // A session of more than an hour depends on who the caller is.
    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_CallerIsNotTold_FailsWithOneSentenceThatNamesTheOperation(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "GetCallerIdentity" ? fault : null);

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(RotationStep.Assume)
            .And.Property("Message").StartsWith("The AWS response ").And.Property("Message").Contains("sts:GetCallerIdentity"));
    }
}
