using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Secrets Manager is eventually consistent: for a while after a secret was deleted for good or restored, it rejects requests.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RecentlyDeletedSecretTests
{
    private static readonly Fault NameIsTaken = new Fault.Refused(
        "taken", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");

    private static readonly string Name = RotationHarness.Name("lab", "secret-key");

    [Test]
    public async Task Rotate_RestoredSecretIsRejectedForAMoment_IsRetried()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On("PutSecretValue", Name).First(3).Respond(new Fault.Refused(
            "marked", "InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion."));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_NameStillTakenAfterADeletion_IsCreated()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("CreateSecret", Name).First(3).Respond(NameIsTaken);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(Creations(harness).Select(call => call.VersionId).Distinct().Count(), Is.EqualTo(1), "a repeated creation changes nothing");
    }

    [Test]
    public async Task Rotate_NameStaysTaken_FailsAfterTheRetries()
    {
        await using var harness = await RotationHarness.StartAsync(timings: timings => timings with { MaxRetries = 4 });
        harness.Aws.On("CreateSecret", Name).Respond(NameIsTaken);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Step, failed.Error.ErrorCode), Is.EqualTo((RotationStep.Stage, "InvalidRequestException")));
        Assert.That(Creations(harness), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Rotate_CanceledWhileTheNameIsTaken_IsNotRetried()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var canceled = new CancellationTokenSource();
        harness.Aws.On("CreateSecret", Name).Do(canceled.CancelAsync).Respond(NameIsTaken);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: canceled.Token);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("The rotation was canceled."));
        Assert.That(Creations(harness), Has.Count.EqualTo(1));
    }

    private static List<AwsCall> Creations(RotationHarness harness) =>
        [.. harness.Aws.Calls.Where(call => call.Operation is "CreateSecret" && call.Resource == Name)];
}
