using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Secrets that are scheduled for deletion, or were deleted.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class DeletedSecretTests
{
    private static readonly string Name = RotationHarness.Name("lab", "secret-key");

    [Test]
    public async Task Rotate_SecretScheduledForDeletion_IsRestoredWithAWarning()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Warnings, Has.One.StartsWith($"Scheduled for deletion until now, and restored: {Name}."));
        Assert.That(harness.Log.Lines, Has.One.Contains("Scheduled for deletion until now"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    // A pipeline cannot read it, so the set is not whole, however young it is.
    [Test]
    public async Task Rotate_SecretOfAFreshSetScheduledForDeletion_IsRotated()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("AssumeRole")]
    [TestCase("GetCallerIdentity")]
    public async Task Rotate_NoSessionForASetScheduledForDeletion_RestoresNothing(string denied)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On(denied).Respond(Fault.AccessDenied);

        await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(harness.Secrets.IsScheduledForDeletion(Name), Is.True);
    }

    [Test]
    public async Task Rotate_StagingFailsAfterARestore_ReportsTheRestore()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On("PutSecretValue").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Message, Does.Contain("AccessDenied").And.Contain($"restored: {Name}"));
    }

    [Test]
    public async Task Rotate_NameStillTakenAfterADeletion_IsCreated()
    {
        await using var harness = await RotationHarness.StartAsync();
        var taken = new Fault.Refused(
            "taken", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");
        harness.Aws.On("CreateSecret", Name).First(3).Respond(taken);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }
}
