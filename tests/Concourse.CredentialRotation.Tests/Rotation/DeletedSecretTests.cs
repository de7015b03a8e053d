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

        Assert.That(rotated.Warnings, Has.One.StartsWith($"The following secrets were scheduled for deletion and have been restored: {Name}."));
        Assert.That(harness.Log.Lines, Has.One.Contains("scheduled for deletion and have been restored"));
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

        Assert.That(failed.Error.Message, Does.Contain("AccessDenied").And.Contain($"restored: {Name}"));
    }

    [Test]
    public async Task Rotate_AllSecretsScheduledForDeletion_RestoresAllAndSaysSoOnce()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        string[] names = [.. RotationHarness.Parts.Select(part => RotationHarness.Name("lab", part))];
        Array.ForEach(names, harness.Secrets.ScheduleDeletion);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Warnings.Single(), Does.Contain($"have been restored: {string.Join(", ", names)}."));
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "RestoreSecret"), Is.EqualTo(names.Length));
    }

    [Test]
    public async Task Rotate_RestoreDenied_DoesNotSayThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On("RestoreSecret").Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Not.Contain("restored: "));
    }

    [Test]
    public async Task Rotate_OneOfTwoRestoresDenied_SaysWhichWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "session-token"));
        harness.Aws.On("RestoreSecret", RotationHarness.Name("lab", "session-token")).Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Contain($"restored: {Name}."));
    }

    [Test]
    public async Task Rotate_PromotionFailsAfterARestore_SaysThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On("UpdateSecretVersionStage", RotationHarness.Name("lab", "secret-key")).Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).Error.Message, Does.Contain($"restored: {Name}."));
    }

    [Test]
    public async Task Rotate_RollBackFailsAfterARestore_SaysThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.On("UpdateSecretVersionStage").After(1).Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<TornOutcome>("lab")).Error.Message, Does.Contain($"restored: {Name}."));
    }

    // If the account stepped back, the next inspection would find the secret restored already, and nobody would say so.
    [Test]
    public async Task Rotate_StagingThrottledAfterARestore_StillSaysThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        var team = RotationHarness.Team("lab", "other", "third");
        await harness.RotateAsync(team);
        Array.ForEach([.. team.Accounts.Select(account => RotationHarness.Name(account.Name, "secret-key"))], harness.Secrets.ScheduleDeletion);
        harness.Aws.On("PutSecretValue").PerResource().First(1).Respond(Fault.Throttled);

        var report = await harness.RotateAsync(team);

        Assert.That(report.Accounts.Select(account => account.As<RotatedOutcome>().Warnings), Is.All.Some.Contains("have been restored: "));
    }

    [Test]
    public async Task Rotate_SecretScheduledForDeletionDuringThePromotion_IsRestoredAndSaysSo()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Aws.On("UpdateSecretVersionStage").First(1).Do(() => harness.Secrets.ScheduleDeletion(Name));

        Assert.That((await harness.RotateAsync<RotatedOutcome>("lab")).Warnings.Single(), Does.Contain($"have been restored: {Name}."));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }
}
