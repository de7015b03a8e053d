using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Plain failures while a set is written; every fault at every call is in the reliability tests.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class PromotionFailureTests
{
    private const string PromotionCall = "UpdateSecretVersionStage";

    // Half of the default reserve: all the time for going forward, or for rolling back.
    private static readonly TimeSpan HalfOfTheReserve = TimeSpan.FromSeconds(10);

    [TestCase("PutSecretValue", "access-key", RotationStep.Stage)]
    [TestCase("PutSecretValue", "secret-key", RotationStep.Stage)]
    [TestCase(PromotionCall, "access-key", RotationStep.Promote)]
    [TestCase(PromotionCall, "secret-key", RotationStep.Promote)]
    [TestCase(PromotionCall, "session-token", RotationStep.Promote)]
    public async Task Rotate_WriteRefusedMidway_LeavesWhatPipelinesRead(string operation, string part, RotationStep step)
    {
        await using var harness = await StartAsync();
        var before = harness.Session("lab");
        harness.Aws.On(operation, RotationHarness.Name("lab", part)).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(step));
        Assert.That(failed.Error.Message, Does.Contain("AccessDeniedException"));
        Assert.That(before, Is.Not.Null);
        Assert.That(harness.Session("lab"), Is.EqualTo(before));
        Assert.That(harness.ConsistentId("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_PromotionAndRollbackFail_IsTornAndTheNextRepairsIt()
    {
        await using var harness = await StartAsync();
        harness.Aws.On(PromotionCall).After(1).Respond(Fault.AccessDenied); // Only the leader is promoted.

        var torn = await harness.RotateAsync<TornOutcome>("lab");

        Assert.That(torn.Error.Message, Does.Contain("AccessDeniedException"));
        Assert.That(harness.ConsistentId("lab"), Is.Null);

        harness.Aws.ClearRules();
        await harness.RotateAsync<RotatedOutcome>("lab");
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_OneOfTwoFollowersCannotBeRolledBack_IsTorn()
    {
        await using var harness = await StartAsync();
        harness.Aws.On(PromotionCall, RotationHarness.Name("lab", "session-token")).Respond(Fault.AccessDenied);
        harness.Aws.On(PromotionCall, RotationHarness.Name("lab", "secret-key")).After(1).Respond(Fault.AccessDenied);

        await harness.RotateAsync<TornOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.Null);
    }

    [Test]
    public async Task Rotate_TimeForGoingForwardIsUp_RollsBack()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await StartAsync(time);
        var before = harness.Session("lab");
        harness.Aws.On(PromotionCall).Nth(2).Do(() => time.Advance(HalfOfTheReserve)).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Promote));
        Assert.That(harness.Session("lab"), Is.EqualTo(before));
    }

    [Test]
    public async Task Rotate_TimeForRollingBackIsUpToo_IsTorn()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await StartAsync(time);
        var before = harness.ConsistentId("lab");
        harness.Aws.On(call => call.Operation is PromotionCall && call.VersionId != before).Nth(2).Do(() => time.Advance(HalfOfTheReserve)).Respond(Fault.AccessDenied);
        harness.Aws.On(call => call.Operation is PromotionCall && call.VersionId == before).Nth(1).Do(() => time.Advance(HalfOfTheReserve)).Respond(Fault.AccessDenied);

        await harness.RotateAsync<TornOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.Null);
    }

    [TestCase("access-key")]
    [TestCase("secret-key")]
    public async Task Rotate_ResponseToAPromotionIsLost_GoesOn(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On(PromotionCall, RotationHarness.Name("lab", part)).Nth(1).Respond(Fault.LostResponse);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    /// <summary>A harness with a set that was rotated once, and is due again.</summary>
    private static async Task<RotationHarness> StartAsync(TimeProvider? time = null)
    {
        var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, time);
        await harness.RotateAsync("lab");
        return harness;
    }
}
