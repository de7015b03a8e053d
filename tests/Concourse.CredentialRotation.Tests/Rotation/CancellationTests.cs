using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>A rotation is cancelled, or its deadline is near; cancellation before each response is in the reliability tests.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class CancellationTests
{
    private const string PromotionCall = "UpdateSecretVersionStage";

    [Test]
    public async Task Rotate_CanceledBefore_ReportsEveryAccountAndCallsNothing()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("a", "b"), cancellationToken: new CancellationToken(canceled: true));

        Assert.That(report.Accounts.Select(outcome => outcome.As<FailedOutcome>().Error.Message), Has.Exactly(2).Items.And.All.StartsWith("The rotation was canceled."));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_CanceledInPromotion_RunsToItsEnd()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancellation = new CancellationTokenSource();
        harness.Aws.On(PromotionCall).Do(() => cancellation.CancelAsync());

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: cancellation.Token);

        report.Accounts.Single().As<RotatedOutcome>();
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_CanceledAndRefusedInPromotion_ReportsTheRefusal()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancellation = new CancellationTokenSource();
        harness.Aws.On(PromotionCall).Do(() => cancellation.CancelAsync()).Respond(Fault.AccessDenied);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: cancellation.Token);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("AccessDeniedException"));
    }

    [Test]
    public async Task Rotate_CanceledWhilePromotionWaitsForItsWrites_PromotesNothing()
    {
        var pacer = new WritePacer(Options.Create(new SecretsManagerOptions { MaxWritesPerSecond = 1 }), TimeProvider.System);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(pacer));
        harness.WriteAsAnotherTool("lab");
        using var cancellation = new CancellationTokenSource();
        harness.Aws.On("PutSecretValue").Nth(3).Do(() => QueueOthers(pacer));

        var rotation = harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancellationToken: cancellation.Token);
        while (!RotationHarness.Parts.All(part => harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count == 2))
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await cancellation.CancelAsync();

        Assert.That((await rotation).Accounts.Single().As<FailedOutcome>().Step, Is.EqualTo(RotationStep.Stage));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo(PromotionCall));
    }

    [Test]
    public async Task Rotate_OthersQueueOnceTheLeaderIsPromoted_PromotesTheFollowersBeforeThem()
    {
        var pacer = new WritePacer(Options.Create(new SecretsManagerOptions { MaxWritesPerSecond = 30 }), TimeProvider.System);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(pacer));
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(PromotionCall).Nth(1).Do(() => QueueOthers(pacer));

        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    [Test]
    public async Task Rotate_DeadlineFarEnough_Rotates()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), TimeProvider.System.GetUtcNow().AddMinutes(5), CancellationToken.None);

        report.Accounts.Single().As<RotatedOutcome>();
    }

    [Test]
    public async Task Rotate_LessThanTheReserveLeft_FailsAndWritesNothing()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("a"), TimeProvider.System.GetUtcNow().AddSeconds(19), CancellationToken.None);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("There was too little time left: the last 00:00:20 before the deadline"));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_PromotionRefusedAndTheDeadlineNear_ReportsTheRefusal()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, time);
        // Once the first promotion is refused, there is no time to promote anything.
        harness.Aws.On(PromotionCall).Do(() => time.Advance(TimeSpan.FromSeconds(2))).Respond(Fault.AccessDenied);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddSeconds(21), CancellationToken.None);

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.StartWith("AccessDeniedException"));
    }

    /// <summary>Queues more writes of other accounts than a promotion has time for.</summary>
    private static void QueueOthers(WritePacer pacer) =>
        _ = Enumerable.Range(0, 1000).Select(_ => pacer.Writes.WaitAsync(requests: 3, Urgency.Patient, CancellationToken.None)).ToList();
}
