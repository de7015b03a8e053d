using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>When an earlier session was staged but not promoted, nothing is staged until a promotion can succeed. AbandonedVersionTests does this for two days.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class PromotionCheckTests
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(31);

    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Test]
    public async Task Rotate_PromotionIsStillDenied_StagesNothingAndSaysWhy()
    {
        await using var harness = await StartAbandonedAsync();

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Step, failed.Error.ErrorCode), Is.EqualTo((RotationStep.Promote, "AccessDeniedException")));
        Assert.That(failed.Error.Message, Does
            .StartWith("AccessDeniedException (HTTP 403) from secretsmanager:UpdateSecretVersionStage on /concourse/team/lab-")
            .And.EndWith("An earlier session was staged but not promoted, and a promotion would still fail, so no other session was staged."));
        Assert.That(Count(harness, "PutSecretValue"), Is.EqualTo(3), "the first rotation's");
    }

    [Test]
    public async Task Rotate_PromotionIsAllowedAgain_RotatesAtOnce([Values] bool refusesPromotionInPlace)
    {
        await using var harness = await StartAbandonedAsync();
        harness.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;
        harness.Aws.ClearRules();

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    // Staging failed in one of the secrets, so that only the others have a session that was not promoted.
    [TestCase("access-key")]
    [TestCase("secret-key")]
    public async Task Rotate_OnlySomeSecretsWereStagedAndPromotionIsDenied_StagesNothing(string unstaged)
    {
        await using var harness = await RotationHarness.StartAsync(time: _time);
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On("PutSecretValue", RotationHarness.Name("lab", unstaged)).First(1).Respond(Fault.AccessDenied);
        await harness.RotateAsync("lab");
        _time.Advance(Abandoned);
        DenyPromotion(harness);

        await harness.RotateAsync("lab");

        Assert.That(Count(harness, "PutSecretValue"), Is.EqualTo(3), "the first rotation's");
    }

    [Test]
    public async Task Rotate_AnotherRotationStagedLessThanHalfAMinuteAgo_IsNotTreatedAsAbandoned()
    {
        await using var harness = await StartAbandonedAsync(TimeSpan.FromSeconds(29));
        harness.Aws.ClearRules();
        var before = Count(harness, "UpdateSecretVersionStage");

        await harness.RotateAsync("lab");

        Assert.That(Count(harness, "UpdateSecretVersionStage") - before, Is.EqualTo(3), "the promotion's own");
    }

    [Test]
    public async Task Rotate_EarlierSessionWasPromoted_IsNotChecked()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, _time);
        harness.WriteAsAnotherTool("lab");
        await harness.RotateAsync("lab");
        _time.Advance(Abandoned);

        await harness.RotateAsync("lab");

        Assert.That(Count(harness, "UpdateSecretVersionStage"), Is.EqualTo(6), "two promotions");
    }

    [Test]
    public async Task Rotate_PromotionIsStillDeniedAndASecretScheduledForDeletion_RestoresNothing()
    {
        await using var harness = await StartAbandonedAsync();
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>());
        Assert.That(harness.Secrets.IsScheduledForDeletion(RotationHarness.Name("lab", "secret-key")), Is.True);
    }

    [Test]
    public async Task Rotate_CanceledDuringTheCheck_IsReportedAsCanceled()
    {
        await using var harness = await StartAbandonedAsync();
        using var canceled = new CancellationTokenSource();
        harness.Aws.ClearRules();
        harness.Aws.On("UpdateSecretVersionStage").Do(canceled.CancelAsync);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: canceled.Token);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("The rotation was canceled."));
    }

    [Test]
    public async Task Rotate_CheckIsCarriedOut_CountsForTheQuota()
    {
        // Nine writes may go at once: three each for the check, the staging and the promotion.
        var pacer = new WritePacer(Options.Create(new SecretsManagerOptions { MaxWritesPerSecond = 70 }), _time);
        await using var harness = await StartAbandonedAsync(before: services => services.AddSingleton(pacer));
        harness.Aws.ClearRules();

        await harness.RotateAsync("lab");

        Assert.That(pacer.Writes.WaitAsync(requests: 1, Urgency.Patient, CancellationToken.None).IsCompleted, Is.False);
    }

    /// <summary>A set whose only session was staged and could not be promoted, which is still denied.</summary>
    private async Task<RotationHarness> StartAbandonedAsync(TimeSpan? ago = null, Action<IServiceCollection>? before = null)
    {
        var harness = await RotationHarness.StartAsync(time: _time, before: before);
        harness.WriteAsAnotherTool("lab");
        DenyPromotion(harness);
        await harness.RotateAsync("lab");
        _time.Advance(ago ?? Abandoned);
        return harness;
    }

    private static void DenyPromotion(RotationHarness harness) => harness.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);

    private static int Count(RotationHarness harness, string operation) => harness.Aws.Calls.Count(call => call.Operation == operation);
}
