using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>What an outcome says of the credentials that pipelines read after a rotation that did not succeed.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class FailedOutcomeTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));

    [Test]
    public async Task Rotate_Fails_HasTheCurrentRotationAndItsValidity()
    {
        await using var harness = await RotationHarness.StartAsync(time: _time);
        var first = await harness.RotateAsync<RotatedOutcome>("lab");
        _time.Advance(TimeSpan.FromMinutes(50));
        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.RotationId, failed.Age, failed.EstimatedExpiration, failed.Validity), Is.EqualTo(
            (first.RotationId, TimeSpan.FromMinutes(50), first.Expiration, TimeSpan.FromMinutes(10))));
    }

    // The session lasts an hour, because the caller is a role itself. That is known since the first rotation.
    [TestCase(true, 3600)]
    [TestCase(false, 7200)]
    public async Task Rotate_LongSessionFails_KnowsTheDurationWithoutAnotherRequest(bool isChained, int seconds)
    {
        await using var harness = await RotationHarness.StartAsync(time: _time, caller: sts => isChained ? sts.ExecutionRole : sts.User);
        var team = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]);
        var first = (await harness.RotateAsync(team)).Accounts.Single().As<RotatedOutcome>();
        _time.Advance(TimeSpan.FromMinutes(50));
        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);
        harness.Aws.ForgetCalls();

        var failed = (await harness.RotateAsync(team)).Accounts.Single().As<FailedOutcome>();

        Assert.That(failed.EstimatedExpiration, Is.EqualTo(first.RotationId.CreatedAt.AddSeconds(seconds)));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Has.None.EqualTo("GetCallerIdentity"));
    }

    [Test]
    public async Task Rotate_LongSessionFailsAndTheCallerIsNotKnown_HasNoExpiration()
    {
        await using var harness = await RotationHarness.StartAsync(time: _time);
        var rotation = RotationId.Create(_time.GetUtcNow().AddMinutes(-50));
        Array.ForEach(RotationHarness.Parts, part => harness.Secrets.Write(RotationHarness.Name("lab", part), rotation.ToString(), part));
        harness.Aws.On("GetCallerIdentity").Respond(Fault.AccessDenied);

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var failed = report.Accounts.Single().As<FailedOutcome>();
        Assert.That((failed.RotationId, failed.Age), Is.EqualTo((rotation, TimeSpan.FromMinutes(50))));
        Assert.That((failed.EstimatedExpiration, failed.Validity), Is.EqualTo(((DateTimeOffset?)null, (TimeSpan?)null)));
    }

    [Test]
    public async Task Rotate_SetIsTorn_HasNoValidityLeft()
    {
        await using var harness = await RotationHarness.StartAsync(time: _time);
        await harness.RotateAsync("lab");
        harness.Secrets.Write(RotationHarness.Name("lab", "access-key"), RotationId.Create(_time.GetUtcNow()).ToString(), "by another rotation");
        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Validity, failed.RotationId, failed.EstimatedExpiration), Is.EqualTo((TimeSpan.Zero, (RotationId?)null, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Rotate_SetCannotBeRead_KnowsNothingOfIt()
    {
        await using var harness = await RotationHarness.StartAsync(time: _time);
        await harness.RotateAsync("lab");
        harness.Aws.On("DescribeSecret").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That((failed.Validity, failed.Age, failed.RotationId), Is.EqualTo(((TimeSpan?)null, (TimeSpan?)null, (RotationId?)null)));
    }
}
