using System.Collections.Concurrent;
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
    public async Task Rotate_AllSecretsScheduledForDeletion_RestoresAllAndSaysSoOnce()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        string[] names = [.. RotationHarness.Parts.Select(part => RotationHarness.Name("lab", part))];
        Array.ForEach(names, harness.Secrets.ScheduleDeletion);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(((RotatedOutcome)outcome).Warnings.Single(), Does.StartWith($"Scheduled for deletion until now, and restored: {string.Join(", ", names)}."));
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "RestoreSecret"), Is.EqualTo(names.Length));
    }

    [Test]
    public async Task Rotate_RestoreDenied_DoesNotSayThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "RestoreSecret" ? Fault.AccessDenied : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message").Not.Contains("restored: "));
    }

    [Test]
    public async Task Rotate_OneOfTwoRestoresDenied_SaysWhichWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "session-token"));
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "RestoreSecret" && call.Resource != Name ? Fault.AccessDenied : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains($"restored: {Name}."));
    }

    [TestCase("secret-key", typeof(FailedOutcome))]
    [TestCase("", typeof(TornOutcome))]
    public async Task Rotate_PromotionFailsAfterARestore_SaysThatItWasRestored(string refused, Type kind)
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        var promotions = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref promotions) > 1 && call.Resource.EndsWith(refused, StringComparison.Ordinal)
                ? Fault.AccessDenied
                : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf(kind).With.Property("Message").Contains($"restored: {Name}."));
    }

    // If it stepped back, the next inspection would find it restored already, and nobody would say so.
    [Test]
    public async Task Rotate_StagingThrottledAfterARestore_StillSaysThatItWasRestored()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        var team = RotationHarness.Team("lab", "other", "third");
        await harness.Rotator.RotateAsync(team);
        Array.ForEach([.. team.Accounts.Select(account => RotationHarness.Name(account.Name, "secret-key"))], harness.Secrets.ScheduleDeletion);
        var puts = new ConcurrentDictionary<string, int>();
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation is "PutSecretValue" && puts.AddOrUpdate(call.Resource, 1, (_, count) => count + 1) == 1 ? Fault.Throttled : null);

        var report = await harness.Rotator.RotateAsync(team);

        Assert.That(report.Accounts, Is.All.TypeOf<RotatedOutcome>().And.All.Property("Warnings").Some.Contains("and restored: "));
    }

    [Test]
    public async Task Rotate_RestoredSecretIsRefusedForAMomentMore_IsTriedAgain()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(Name);
        var marked = new Fault.Refused(
            "marked", "InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");
        var refused = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult<Fault?>(
            call.Operation is "PutSecretValue" && call.Resource == Name && Interlocked.Increment(ref refused) <= 3 ? marked : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_SecretScheduledForDeletionDuringThePromotion_IsRestoredAndSaysSo()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var moves = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref moves) == 1)
            {
                harness.Secrets.ScheduleDeletion(Name);
            }

            return Task.FromResult<Fault?>(null);
        };

        Assert.That(((RotatedOutcome)await harness.RotateAsync("lab")).Warnings.Single(), Does.StartWith($"Scheduled for deletion until now, and restored: {Name}."));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_NameIsTakenForAWhileAfterADeletionForGood_IsCreated()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = NameIsTaken(times: 3);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(Creations(harness).Select(call => call.VersionId).Distinct().Count(), Is.EqualTo(1), "a repeated creation changes nothing");
    }

    [Test]
    public async Task Rotate_NameStaysTaken_FailsAfterTheRetries()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.RetryAttempts = 4);
        harness.Aws.Intercept = NameIsTaken(times: 20);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(RotationStep.Stage).And.Property("ErrorCode").EqualTo("InvalidRequestException"));
        Assert.That(Creations(harness), Has.Count.EqualTo(5));
    }

    [Test]
    public async Task Rotate_CancelledWhileTheNameIsTaken_IsNotTriedAgain()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancelled = new CancellationTokenSource();
        var taken = NameIsTaken(times: 20);
        harness.Aws.Intercept = async (call, token) =>
        {
            if (await taken(call, token) is not { } fault)
            {
                return null;
            }

            await cancelled.CancelAsync();
            return fault;
        };

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancelled.Token);

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").StartsWith("The rotation was cancelled."));
        Assert.That(Creations(harness), Has.Count.EqualTo(1));
    }

    private static Func<AwsCall, CancellationToken, Task<Fault?>> NameIsTaken(int times)
    {
        var taken = new Fault.Refused(
            "taken", "InvalidRequestException", "You can't create this secret because a secret with this name is already scheduled for deletion.");
        var refused = 0;
        return (call, _) => Task.FromResult<Fault?>(
            call.Operation is "CreateSecret" && call.Resource == Name && Interlocked.Increment(ref refused) <= times ? taken : null);
    }

    private static List<AwsCall> Creations(RotationHarness harness) =>
        [.. harness.Aws.Calls.Where(call => call.Operation is "CreateSecret" && call.Resource == Name)];
}
