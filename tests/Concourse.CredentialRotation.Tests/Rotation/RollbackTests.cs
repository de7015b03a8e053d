using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>What a rollback leaves when another rotation has written to the set as well.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RollbackTests
{
    private const string PromotionCall = "UpdateSecretVersionStage";

    private static readonly string Leader = RotationHarness.Name("lab", "access-key");
    private static readonly string Replaced = RotationHarness.Name("lab", "secret-key");
    private static readonly string Denied = RotationHarness.Name("lab", "session-token");

    [Test]
    public async Task Rotate_AnotherRotationWroteAFollowerBeforeItWasReplaced_RestoresThatVersion()
    {
        await using var harness = await StartAsync();
        var other = RotationId.Create(TimeProvider.System.GetUtcNow()).ToString();
        harness.Aws.On(PromotionCall, Replaced).Nth(1).Do(() => harness.Secrets.Write(Replaced, other, "by another rotation"));
        harness.Aws.On(PromotionCall, Denied).Respond(Fault.AccessDenied);

        await harness.RotateAsync("lab");

        Assert.That(harness.Secrets.CurrentVersionId(Replaced), Is.EqualTo(other));
    }

    [Test]
    public async Task Rotate_SetWasBeingPromotedByAnotherRotation_IsReportedAsTorn()
    {
        await using var harness = await StartAsync();
        harness.Secrets.Write(Leader, RotationId.Create(TimeProvider.System.GetUtcNow()).ToString(), "by another rotation");
        harness.Aws.On(PromotionCall, Denied).Respond(Fault.AccessDenied);

        var torn = await harness.RotateAsync<TornOutcome>("lab");

        Assert.That(torn.Error.Message, Does.Contain("The rotation was rolled back to what it had found: secrets of different rotations."));
    }

    // Each secret of another tool has a version ID of its own, so that the versions do not tell whether the values belong together.
    [Test]
    public async Task Rotate_SetOfAnotherToolIsRolledBack_IsReportedAsFailed()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(PromotionCall, Denied).Respond(Fault.AccessDenied);

        await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(harness.Secrets.Read(Leader), Is.EqualTo("old access-key"));
    }

    [Test]
    public async Task Rotate_LeaderIsReadAsItWasBefore_IsNotTakenForAnotherRotation()
    {
        await using var harness = await StartAsync();
        var (before, promoted) = (harness.Secrets.CurrentVersionId(Leader)!, "");
        harness.Aws.On(PromotionCall, Replaced).Nth(1).Respond(Fault.AccessDenied);
        harness.Aws.On("DescribeSecret", Leader).Nth(2).Do(() =>
        {
            promoted = harness.Secrets.CurrentVersionId(Leader)!;
            harness.Secrets.MakeCurrent(Leader, before);
        });
        harness.Aws.On(PromotionCall, Replaced).Nth(2).Do(() => harness.Secrets.MakeCurrent(Leader, promoted));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    /// <summary>A harness with a set that was rotated once, and is due again.</summary>
    private static async Task<RotationHarness> StartAsync()
    {
        var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Aws.ForgetCalls();
        return harness;
    }
}
