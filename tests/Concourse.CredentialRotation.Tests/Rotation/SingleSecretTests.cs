using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

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

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Promote));
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
        Assert.That(harness.Session("lab"), Is.Not.Null);
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
        await using var harness = await StartAsync(exists: true);
        harness.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);
        await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), layout: SecretLayout.Both)]));
        harness.Aws.ForgetCalls();

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("UpdateSecretVersionStage"));
    }

    private static async Task<RotationHarness> StartAsync(bool exists, string? key = null)
    {
        var harness = await RotationHarness.StartAsync(
            options => (options.Layout, options.MinimumAge) = (SecretLayout.Combined, TimeSpan.Zero),
            secretsManager: options => options.KmsKeyId = key);
        if (exists)
        {
            await harness.RotateAsync("lab");
            harness.Aws.ForgetCalls();
        }

        return harness;
    }
}
