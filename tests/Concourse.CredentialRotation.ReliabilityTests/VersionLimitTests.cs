using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>Secrets Manager keeps 100 versions of a secret and removes none that is younger than a day.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class VersionLimitTests
{
    private const int Runs = 200;
    private const int MaxVersions = 100;

    [Test]
    public async Task Rotate_TwoHundredRunsInARow_StayWithinTheLimit([Values(0, 1, 15, 50)] int minutesBetween, [Values] SecretLayout layout)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.Layout = layout, time);
        var kinds = new Dictionary<string, int>();

        for (var run = 0; run < Runs; run++)
        {
            var outcome = await harness.RotateAsync("lab");
            kinds[outcome.Outcome] = kinds.GetValueOrDefault(outcome.Outcome) + 1;
            Assert.That(outcome.Succeeded, Is.True, $"run {run}: {outcome}");
            time.Advance(TimeSpan.FromMinutes(minutesBetween));
        }

        TestContext.Out.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key}")));
        Assert.That(harness.Names("lab").Select(name => harness.Secrets.VersionIds(name).Count), Is.All.LessThanOrEqualTo(MaxVersions));
    }
}
