using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Rotations that fail for two days, with Lambda's retries, do not use up the versions that a secret can have.</summary>
public sealed class AbandonedVersionTests
{
    private const int MaxVersions = 5;

    private static readonly TimeSpan Failing = TimeSpan.FromHours(48);
    private static readonly int[] MinutesToRetries = [0, 1, 2];

    private static readonly IReadOnlyList<int> Intervals = Extent.Cases([50, 30, 10], oneIn: 3);

    [Test]
    [CancelAfter(TimeLimits.LongTest)]
    [Category(Extent.Reliability)]
    public Task Rotate_PromotionFailsForTwoDays_StagesNoMoreAndRecoversAtOnce(
        [ValueSource(nameof(Intervals))] int minutesBetween, [Values("all", "followers", "leader")] string refused) =>
        FailForTwoDaysAsync(minutesBetween, call => call.Operation is "UpdateSecretVersionStage" && IsRefused(call.Resource, refused));

    [Test]
    [CancelAfter(TimeLimits.LongTest)]
    [Category(Extent.Reliability)]
    public Task Rotate_StagingOfOneSecretFailsForTwoDays_StagesNoMoreAndRecoversAtOnce(
        [ValueSource(nameof(Intervals))] int minutesBetween, [Values("access-key", "secret-key", "session-token")] string refused) =>
        FailForTwoDaysAsync(minutesBetween, call => call.Operation is "PutSecretValue" && call.Resource.EndsWith(refused, StringComparison.Ordinal));

    private static async Task FailForTwoDaysAsync(int minutesBetween, Func<AwsCall, bool> isRefused)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time, timings: timings => timings with { MaxRetries = 1 });
        await harness.RotateAsync("lab");
        time.Advance(TimeSpan.FromMinutes(minutesBetween));
        harness.Aws.On(isRefused).Respond(Fault.AccessDenied);

        var attempts = 0;
        for (var end = time.GetUtcNow() + Failing; time.GetUtcNow() < end; time.Advance(TimeSpan.FromMinutes(minutesBetween)))
        {
            foreach (var minutes in MinutesToRetries)
            {
                Assert.That((await harness.RotateAsync("lab")).Succeeded, Is.False);
                attempts++;
                time.Advance(TimeSpan.FromMinutes(minutes));
            }
        }

        harness.Aws.ClearRules();

        Assert.That(RotationHarness.Parts.Select(part => harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count), Is.All.LessThanOrEqualTo(MaxVersions), $"after {attempts} attempts");
        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    private static bool IsRefused(string name, string refused) =>
        refused is "all" || name.EndsWith("access-key", StringComparison.Ordinal) == (refused is "leader");
}
