using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Somebody else writes the same set during a rotation.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ConcurrentWriterTests
{
    private const string PromotionCall = "UpdateSecretVersionStage";

    [Test]
    public async Task Rotate_AnotherRotationFinishesFirst_IsSuperseded()
    {
        await using var harness = await StartAsync();
        harness.Aws.On(PromotionCall).Nth(1).Do(() => harness.RotateAsync("lab"));

        AssertSuperseded(harness, await harness.RotateAsync<SupersededOutcome>("lab"));
    }

    [Test]
    public async Task Rotate_AnotherRotationTakesTheLead_IsSuperseded()
    {
        await using var harness = await StartAsync();
        // Between the leader's promotion and the followers'.
        harness.Aws.On(PromotionCall).Nth(2).Do(() => harness.RotateAsync("lab")).Respond(Fault.AccessDenied);

        AssertSuperseded(harness, await harness.RotateAsync<SupersededOutcome>("lab"));
    }

    [Test]
    public async Task Rotate_AnotherToolWritesTheLeader_FailsAndTheNextRepairsIt()
    {
        await using var harness = await StartAsync();
        var leader = RotationHarness.Name("lab", "access-key");
        harness.Aws.On(PromotionCall).Nth(2).Do(() => harness.Secrets.Write(leader, Guid.NewGuid().ToString(), "by hand")).Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Promote));
        Assert.That(failed.Error.Message, Does.StartWith("Something other than a rotation wrote /concourse/team/lab-access-key in the meantime."));
        Assert.That(harness.Secrets.Read(leader), Is.EqualTo("by hand"));

        harness.Aws.ClearRules();
        await harness.RotateAsync<RotatedOutcome>("lab");
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("session-token")]
    public async Task Rotate_AnotherToolCreatesTheSecret_PromotesFromThatVersion(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        var name = RotationHarness.Name("lab", part);
        harness.Aws.On("CreateSecret", name).Do(() => harness.Secrets.Write(name, Guid.NewGuid().ToString(), "by somebody else"));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is PromotionCall && call.Error is not null), Is.Empty);
    }

    [Test]
    public async Task Rotate_AnotherToolGivesAnEmptySecretItsFirstValue_PromotesFromThatVersion()
    {
        await using var harness = await RotationHarness.StartAsync();
        var name = RotationHarness.Name("lab", "access-key");
        harness.Secrets.CreateEmpty(name);
        harness.Aws.On("PutSecretValue", name).Nth(1).Do(() => harness.Secrets.Write(name, Guid.NewGuid().ToString(), "by somebody else"));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is PromotionCall && call.Error is not null), Is.Empty);
    }

    /// <summary>A harness with a set that was rotated once, and is due again.</summary>
    private static async Task<RotationHarness> StartAsync()
    {
        var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        return harness;
    }

    private static void AssertSuperseded(RotationHarness harness, SupersededOutcome superseded)
    {
        Assert.That(superseded.RotationId?.ToString(), Is.EqualTo(harness.ConsistentId("lab")));
        Assert.That(superseded.Age, Is.GreaterThanOrEqualTo(TimeSpan.Zero));
        Assert.That(superseded.EstimatedExpiration, Is.EqualTo(superseded.RotationId!.Value.CreatedAt.AddHours(1)));
        Assert.That(harness.Session("lab"), Is.EqualTo(harness.Aws.Sts.Sessions[^1]));
    }
}
