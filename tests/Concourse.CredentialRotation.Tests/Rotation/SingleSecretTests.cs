using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>The combined layout when something goes wrong: its one secret is current at once, so only reading it tells whether it was written.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SingleSecretTests
{
    private const string Put = "PutSecretValue";
    private const string Create = "CreateSecret";

    private static readonly string Name = RotationHarness.CombinedName("lab");

    [TestCase(Put)]
    [TestCase(Create)]
    public async Task Rotate_ResponseIsUnreadable_ReadsWhatIsThereAndWritesNoMore(string operation)
    {
        await using var harness = await StartAsync(exists: operation is Put);
        harness.Aws.On(operation).Respond(Fault.Malformed);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Aws.Calls.Count(call => call.Operation == operation), Is.EqualTo(3), "the SDK's own attempts");
    }

    [Test]
    public async Task Rotate_PutIsDenied_FailsAtOnceAndNamesTheKey()
    {
        await using var harness = await StartAsync(exists: true, key: "alias/ci");
        harness.Aws.On(Put).Respond(new Fault.Refused("kms", "AccessDeniedException", "Access to KMS is not allowed", 400));
        var before = harness.Secrets.Read(Name);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Step, failed.MayBeWritten), Is.EqualTo((RotationStep.Promote, false)));
        Assert.That(failed.Error.Message, Does.Contain("(alias/ci)").And.EndsWith("Nothing was written."));
        Assert.That(harness.Secrets.Read(Name), Is.EqualTo(before));
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is Put), Is.EqualTo(1));
    }

    [Test]
    public async Task Rotate_PutAndReadsHaveNoReadableResponse_SaysThatItIsNotKnown()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Respond(Fault.Malformed);
        harness.Aws.On("DescribeSecret", Name).After(1).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.EndWith("It is not known whether the new credentials were written. Pipelines read either all of them or all of the previous ones."));
        Assert.That(failed.MayBeWritten, Is.True);
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_PutAndReadsAreDenied_ReportsThePut()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Respond(Fault.AccessDenied);
        harness.Aws.On("DescribeSecret", Name).After(1).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Error.Message, Does.Contain(Put).And.EndsWith("Nothing was written."));
    }

    // The SDK repeats a call whose response was lost, and only the last response reaches the rotation.
    [Test]
    public async Task Rotate_PutIsDeniedAfterALostAttempt_ReadsWhatIsThere()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Respond(Fault.LostResponse);
        harness.Aws.On(Put).Nth(2).Respond(Fault.AccessDenied);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
    }

    [Test]
    public async Task Rotate_PutIsDeniedAfterAnAttemptWithoutResponse_DoesNotClaimThatNothingWasWritten()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Respond(Fault.ServerError);
        harness.Aws.On(Put).Nth(2).Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<FailedOutcome>("lab")).MayBeWritten, Is.True);
    }

    [Test]
    public async Task Rotate_DeniedAndThenScheduledForDeletion_IsNotRestored()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Respond(Fault.ServerError);
        harness.Aws.On(Put).Nth(2).Do(() => harness.Secrets.ScheduleDeletion(Name)).Respond(Fault.AccessDenied);

        await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(harness.Secrets.IsScheduledForDeletion(Name), Is.True);
    }

    [Test]
    public async Task Rotate_PutIsThrottledAfterALostAttempt_ReadsWhatIsThere()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Respond(Fault.LostResponse);
        harness.Aws.On(Put).Nth(2).Respond(Fault.Throttled);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Aws.Calls.Count(call => call.Operation is Put), Is.EqualTo(2));
    }

    [TestCase(Put)]
    [TestCase(Create)]
    public async Task Rotate_Throttled_IsSentAgain(string operation)
    {
        await using var harness = await StartAsync(exists: operation is Put);
        harness.Aws.On(operation).First(3).Respond(Fault.Throttled);

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        report.Accounts.Single().As<RotatedOutcome>();
        Assert.That(report.ThrottledRequests, Is.EqualTo(3));
    }

    // Its own session is older by now.
    [Test]
    public async Task Rotate_AnotherRotationWritesWhileThisOneIsThrottled_IsSuperseded()
    {
        await using var harness = await StartAsync(exists: true);
        var winner = RotationId.Create(TimeProvider.System.GetUtcNow());
        harness.Aws.On(Put).Nth(1).Do(() => harness.Secrets.Write(Name, winner.ToString(), "{}")).Respond(Fault.Throttled);

        Assert.That((await harness.RotateAsync<SupersededOutcome>("lab")).RotationId, Is.EqualTo(winner));
        Assert.That(harness.Secrets.CurrentVersionId(Name), Is.EqualTo(winner.ToString()));
    }

    [Test]
    public async Task Rotate_ThrottledUntilTheReserve_WritesNothing()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Respond(Fault.Throttled);
        var before = harness.Secrets.Read(Name);
        var deadline = TimeProvider.System.GetUtcNow() + harness.Writer.CommitReserve + TimeSpan.FromSeconds(1);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), deadline);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("AWS throttled the request until time ran out."));
        Assert.That(harness.Secrets.Read(Name), Is.EqualTo(before));
    }

    [Test]
    public async Task Rotate_ManyAccountsThrottled_StepBackAndAreAllRotatedInTheEnd()
    {
        await using var harness = await StartAsync(exists: false);
        string[] accounts = [.. Enumerable.Range(0, 8).Select(i => $"account-{i}")];
        await harness.RotateAsync(RotationHarness.Team(accounts));
        harness.Aws.ForgetCalls();
        harness.Aws.On(Put).First(accounts.Length).Respond(Fault.Throttled);

        var report = await harness.RotateAsync(RotationHarness.Team(accounts));

        Assert.That(report.Accounts, Has.All.TypeOf<RotatedOutcome>());
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "AssumeRole"), Is.GreaterThan(accounts.Length), "an account that steps back begins again");
    }

    [Test]
    public async Task Rotate_AnotherRotationCreatesIt_IsSuperseded()
    {
        await using var harness = await StartAsync(exists: false);
        var winner = RotationId.Create(TimeProvider.System.GetUtcNow());
        harness.Aws.On(Create).Do(() => harness.Secrets.Write(Name, winner.ToString(), "{}"));

        Assert.That((await harness.RotateAsync<SupersededOutcome>("lab")).RotationId, Is.EqualTo(winner));
        Assert.That(harness.Secrets.CurrentVersionId(Name), Is.EqualTo(winner.ToString()));
    }

    [Test]
    public async Task Rotate_AnotherToolCreatesIt_IsReplaced()
    {
        await using var harness = await StartAsync(exists: false);
        harness.Aws.On(Create).Do(() => harness.Secrets.Write(Name, Guid.NewGuid().ToString(), "by hand"));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_TwoAtOnce_ReadersGetOneOfThem()
    {
        await using var harness = await StartAsync(exists: true);
        AccountOutcome? other = null;
        harness.Aws.On(Put).Nth(1).Do(async () => other = await harness.RotateAsync("lab"));

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(other, Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
    }

    [Test]
    public async Task Rotate_ScheduledForDeletionInTheMeantime_IsRestoredWithAWarning()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Do(() => harness.Secrets.ScheduleDeletion(Name));

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(rotated.Warnings, Has.One.StartsWith($"The following secrets were scheduled for deletion and have been restored: {Name}."));
    }

    [Test]
    public async Task Rotate_DeletedForGoodInTheMeantime_IsCreated()
    {
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On(Put).Nth(1).Do(() => harness.Secrets.Remove(Name));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_CanceledBeforeThePut_WritesNothing()
    {
        await using var harness = await StartAsync(exists: true);
        using var cancellation = new CancellationTokenSource();
        harness.Aws.On("GetCallerIdentity").Do(() => cancellation.CancelAsync());

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: cancellation.Token);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("The rotation was canceled."));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo(Put));
    }

    [Test]
    public async Task Rotate_CanceledDuringThePut_EndsIt()
    {
        await using var harness = await StartAsync(exists: true);
        using var cancellation = new CancellationTokenSource();
        harness.Aws.On(Put).Do(() => cancellation.CancelAsync());

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: cancellation.Token);

        report.Accounts.Single().As<RotatedOutcome>();
    }

    // A session that was staged and not promoted in the layout of both: there is nothing to promote now.
    [Test]
    public async Task Rotate_StagedInAnotherLayout_IsNotCheckedForPromotion()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        await using var harness = await StartAsync(exists: true, time: time);
        harness.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);
        var both = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), layout: SecretLayout.Both)]);
        (await harness.RotateAsync(both)).Accounts.Single().As<FailedOutcome>();
        time.Advance(TimeSpan.FromMinutes(1));
        harness.Aws.ForgetCalls();

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("UpdateSecretVersionStage"));
    }

    private static async Task<RotationHarness> StartAsync(bool exists, string? key = null, TimeProvider? time = null)
    {
        var harness = await RotationHarness.StartAsync(
            options => (options.Layout, options.MinimumAge) = (SecretLayout.Combined, TimeSpan.Zero),
            time,
            secretsManager: options => options.KmsKeyId = key);
        if (exists)
        {
            await harness.RotateAsync("lab");
            harness.Aws.ForgetCalls();
        }

        return harness;
    }
}
