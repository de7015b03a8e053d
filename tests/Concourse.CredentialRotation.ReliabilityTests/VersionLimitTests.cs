using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Secrets Manager keeps 100 versions of a secret and removes none that is younger than a day.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class VersionLimitTests
{
    private const int Runs = 200;
    private const int MaxVersions = 100;

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(15)]
    [TestCase(50)]
    public async Task Rotate_TwoHundredRunsInARow_StayWithinTheLimit(int minutesBetween)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time);
        var kinds = new Dictionary<string, int>();

        for (var run = 0; run < Runs; run++)
        {
            var outcome = await harness.RotateAsync("lab");
            kinds[outcome.Outcome] = kinds.GetValueOrDefault(outcome.Outcome) + 1;
            Assert.That(outcome.Succeeded, Is.True, $"run {run}: {outcome}");
            time.Advance(TimeSpan.FromMinutes(minutesBetween));
        }

        TestContext.Out.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key}")));
        Assert.That(RotationHarness.Parts.Select(part => harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count), Is.All.LessThanOrEqualTo(MaxVersions));
    }
}
