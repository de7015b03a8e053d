using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Secrets that somebody deletes, or deleted.</summary>
public sealed class DeletedSecretTests
{
    private static readonly string Name = RotationHarness.Name("lab", "secret-key");

    [Test]
    public async Task Rotate_SecretScheduledForDeletion_IsRestoredAndSaysSo()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf<RotatedOutcome>());
        Assert.That(((RotatedOutcome)outcome).Warnings, Has.One.StartsWith($"Scheduled for deletion until now, and restored: {Name}."));
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

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("AssumeRole")]
    [TestCase("GetCallerIdentity")]
    public async Task Rotate_NoSessionForASetScheduledForDeletion_RestoresNothing(string refused)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation == refused ? Fault.AccessDenied : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>());
        Assert.That(harness.Secrets.IsScheduledForDeletion(Name), Is.True);
    }

    [Test]
    public async Task Rotate_StagingFailsAfterARestore_SaysThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "PutSecretValue" ? Fault.AccessDenied : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains("AccessDenied").And.Property("Message").Contains($"restored: {Name}"));
    }

    [Test]
    public async Task Rotate_NameIsTakenForAWhileAfterADeletionForGood_IsCreated()
    {
        await using var harness = await RotationHarness.StartAsync();
        var taken = new Fault.Refused(
            "taken", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");
        var refused = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult<Fault?>(
            call.Operation is "CreateSecret" && call.Resource == Name && Interlocked.Increment(ref refused) <= 3 ? taken : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }
}
