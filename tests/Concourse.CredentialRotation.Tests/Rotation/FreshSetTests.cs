using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Whether a set that was rotated lately is rotated again.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class FreshSetTests
{
    [TestCase(9, "skipped")]
    [TestCase(10, "rotated")]
    [TestCase(11, "rotated")]
    public async Task Rotate_Again_SkipsWhatIsYoungerThanMinimumAge(int minutes, string kind)
    {
        // A whole millisecond, since a rotation ID has no finer time.
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        await using var harness = await RotationHarness.StartAsync(time: time);
        await harness.RotateAsync("lab");
        time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.That((await harness.RotateAsync("lab")).Outcome, Is.EqualTo(kind));
    }

    [Test]
    public async Task Rotate_StillFresh_OnlyDescribes()
    {
        await using var harness = await RotationHarness.StartAsync();
        var first = await harness.RotateAsync<RotatedOutcome>("lab");
        harness.Aws.ForgetCalls();

        var skipped = await harness.RotateAsync<SkippedOutcome>("lab");

        Assert.That(skipped.RotationId, Is.EqualTo(first.RotationId));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "DescribeSecret", "DescribeSecret", "DescribeSecret" }));
    }

    [TestCase(null, true, 3600)]
    [TestCase(900, true, 900)]
    [TestCase(7200, true, 3600)]
    [TestCase(7200, false, 7200)]
    public async Task Rotate_StillFresh_ReportsItsAgeAndEstimatedExpiration(int? duration, bool isChained, int expected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var team = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), duration)]);
        await using var harness = await RotationHarness.StartAsync(time: time, caller: sts => isChained ? sts.ExecutionRole : sts.User);
        var first = (await harness.RotateAsync(team)).Accounts.Single().As<RotatedOutcome>();
        time.Advance(TimeSpan.FromSeconds(90));

        var skipped = (await harness.RotateAsync(team)).Accounts.Single().As<SkippedOutcome>();

        Assert.That((skipped.RotationId, skipped.Age), Is.EqualTo((first.RotationId, TimeSpan.FromSeconds(90))));
        Assert.That(skipped.EstimatedExpiration, Is.EqualTo(first.RotationId.CreatedAt.AddSeconds(expected)));
    }

    [Test]
    public async Task Rotate_StillFreshAndGetCallerIdentityDenied_HasNoEstimatedExpiration()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Aws.On("GetCallerIdentity").Respond(Fault.AccessDenied);

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(report.Accounts.Single().As<SkippedOutcome>().EstimatedExpiration, Is.Null);
    }

    // Whether the session lasts an hour or its configured two cannot be found out.
    [TestCase(54, "skipped")]
    [TestCase(55, "failed")]
    public async Task Rotate_RenewAfterIsLongerThanAnHourAndGetCallerIdentityDenied_IsNotSkippedAtItsEnd(int minutes, string kind)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var team = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)], renewAfter: 6000);
        await using var harness = await RotationHarness.StartAsync(time: time);
        await harness.RotateAsync("lab");
        time.Advance(TimeSpan.FromMinutes(minutes));
        harness.Aws.On("GetCallerIdentity").Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync(team)).Accounts.Single().Outcome, Is.EqualTo(kind));
    }

    // The session lasts an hour in spite of its configured two, and five minutes of it must be left.
    [TestCase(54, "skipped")]
    [TestCase(55, "rotated")]
    public async Task Rotate_RenewAfterIsLongerThanTheChainedSession_RenewsBeforeItExpires(int minutes, string kind)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var team = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)], renewAfter: 6000);
        await using var harness = await RotationHarness.StartAsync(time: time);
        var first = (await harness.RotateAsync(team)).Accounts.Single().As<RotatedOutcome>();
        time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.That((await harness.RotateAsync(team)).Accounts.Single().Outcome, Is.EqualTo(kind));
        Assert.That(first.Warnings, Has.One.StartsWith("The credentials are renewed after 3300 seconds instead of the configured 6000 (renewAfter)"));
    }

    [TestCase(4, "skipped")]
    [TestCase(6, "rotated")]
    public async Task Rotate_WrittenInTheFuture_IsFreshUpToTheClockSkew(int minutes, string kind)
    {
        await using var harness = await RotationHarness.StartAsync();
        var rotation = RotationId.Create(TimeProvider.System.GetUtcNow().AddMinutes(minutes)).ToString();
        Array.ForEach(RotationHarness.Parts, part => harness.Secrets.Write(RotationHarness.Name("lab", part), rotation, part));

        Assert.That((await harness.RotateAsync("lab")).Outcome, Is.EqualTo(kind));
    }

    [TestCase(0)]
    [TestCase(20, Description = "another process's clock is ahead")]
    public async Task Rotate_MinimumAgeZero_NeverSkips(int secondsAhead)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        var rotation = RotationId.Create(TimeProvider.System.GetUtcNow().AddSeconds(secondsAhead)).ToString();
        Array.ForEach(RotationHarness.Parts, part => harness.Secrets.Write(RotationHarness.Name("lab", part), rotation, part));

        await harness.RotateAsync<RotatedOutcome>("lab");
    }
}
