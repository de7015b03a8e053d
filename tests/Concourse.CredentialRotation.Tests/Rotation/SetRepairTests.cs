using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Sets that are not as a rotation leaves them, and secrets that are not there.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SetRepairTests
{
    [Test]
    public async Task Rotate_TornByAnotherTool_IsRotatedThoughFresh()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.Write(RotationHarness.Name("lab", "secret-key"), Guid.NewGuid().ToString(), "by hand");

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_SetOfAnotherTool_IsNeverFresh()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("secret-key")]
    public async Task Rotate_SecretMissing_IsCreated(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.Remove(RotationHarness.Name("lab", part));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("session-token")]
    public async Task Rotate_SecretWithoutAnyValue_GetsOne(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Secrets.CreateEmpty(RotationHarness.Name("lab", part));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count, Is.EqualTo(2), "the initial version under an ID of its own, and the rotation's");
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is "UpdateSecretVersionStage" && call.Error is not null), Is.Empty);
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.ConsistentId("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_VersionUnknownForAMoment_IsTriedAgain()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On(call => call.IsSecretWrite).First(5).Respond(Fault.NotFound);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }
}
