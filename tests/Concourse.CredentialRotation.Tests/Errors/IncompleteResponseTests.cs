using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>AWS reports success, and its response lacks what it should have.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class IncompleteResponseTests
{
    private static readonly Fault[] Faults = [Fault.Empty, Fault.EmptyResult];

    private static readonly (string Operation, RotationStep Step, string Named)[] Operations =
    [
        ("AssumeRole", RotationStep.Assume, "sts:AssumeRole on arn:aws:iam::123456789999:role/lab"),
        ("GetCallerIdentity", RotationStep.Verify, "sts:GetCallerIdentity"),
        ("DescribeSecret", RotationStep.Inspect, "secretsmanager:DescribeSecret on /concourse/team/lab-"),
        ("CreateSecret", RotationStep.Stage, "secretsmanager:CreateSecret on /concourse/team/lab-"),
        ("PutSecretValue", RotationStep.Stage, "secretsmanager:PutSecretValue on /concourse/team/lab-"),
    ];

    private static IEnumerable<TestCaseData> Responses() => Operations.SelectMany(
        _ => Faults, (operation, fault) => new TestCaseData(fault, operation.Operation, operation.Step, operation.Named));

    [TestCaseSource(nameof(Responses))]
    public async Task Rotate_EmptyResponse_FailsWithOneSentenceThatNamesTheOperation(Fault fault, string operation, RotationStep step, string named)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (operation is not "CreateSecret")
        {
            harness.WriteAsAnotherTool("lab");
        }

        harness.Aws.On(operation).Respond(fault);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(step));
        Assert.That(failed.Error.Message, Does.StartWith("The AWS response ").And.Contain(named).And.Not.Contain("Exception"));
    }

    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_EmptyResponseToRestoreSecret_FailsWithOneSentenceThatNamesTheOperation(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.On("RestoreSecret").Respond(fault);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.StartWith("The AWS response ").And.Contain("secretsmanager:RestoreSecret on /concourse/team/lab-secret-key"));
    }

    // The state of the set decides, not the response.
    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_EmptyResponsesToThePromotion_ReadsTheSetAndGoesOn(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("UpdateSecretVersionStage").Respond(fault);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    // A session of more than an hour depends on who the caller is.
    [TestCaseSource(nameof(Faults))]
    public async Task Rotate_EmptyResponseToGetCallerIdentity_FailsWithOneSentenceThatNamesTheOperation(Fault fault)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("GetCallerIdentity").Respond(fault);

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var failed = report.Accounts.Single().As<FailedOutcome>();
        Assert.That(failed.Step, Is.EqualTo(RotationStep.Assume));
        Assert.That(failed.Error.Message, Does.StartWith("The AWS response ").And.Contain("sts:GetCallerIdentity"));
    }
}
