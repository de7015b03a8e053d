using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Promotions that fail for two days, with Lambda's retries, do not use up the versions that a secret can have.</summary>
public sealed class AbandonedVersionTests
{
    private const int MaxVersions = 5;

    private static readonly TimeSpan Failing = TimeSpan.FromHours(48);
    private static readonly int[] MinutesToRetries = [0, 1, 2];

    private static readonly IReadOnlyList<int> Intervals = Extent.Cases([50, 30, 10], oneIn: 3);

    [Test]
    [CancelAfter(TimeLimits.LongTest)]
    [Category(Extent.Reliability)]
    public async Task Rotate_PromotionFailsForTwoDays_StagesNoMoreAndRecoversAtTheFirstTry(
        [ValueSource(nameof(Intervals))] int minutesBetween, [Values("all", "followers", "leader")] string refused)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time, timings: timings => timings with { MaxRetries = 1 });
        await harness.RotateAsync("lab");
        time.Advance(TimeSpan.FromMinutes(minutesBetween));
        harness.Aws.On(call => call.Operation is "UpdateSecretVersionStage" && IsRefused(call.Resource, refused)).Respond(Fault.AccessDenied);

        var tries = 0;
        for (var end = time.GetUtcNow() + Failing; time.GetUtcNow() < end; time.Advance(TimeSpan.FromMinutes(minutesBetween)))
        {
            foreach (var minutes in MinutesToRetries)
            {
                Assert.That((await harness.RotateAsync("lab")).Succeeded, Is.False);
                tries++;
                time.Advance(TimeSpan.FromMinutes(minutes));
            }
        }

        harness.Aws.ClearRules();

        Assert.That(RotationHarness.Parts.Select(part => harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count), Is.All.LessThanOrEqualTo(MaxVersions), $"after {tries} tries");
        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    private static bool IsRefused(string name, string refused) =>
        refused is "all" || name.EndsWith("access-key", StringComparison.Ordinal) == (refused is "leader");
}
