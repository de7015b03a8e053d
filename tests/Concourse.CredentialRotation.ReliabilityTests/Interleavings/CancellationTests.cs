using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>A rotation that is cancelled just before the response to any of its calls.</summary>
public sealed class CancellationTests
{
    [Test]
    public void Rotate_CancelledBeforeAnyResponse_NeverBeginsToPromoteAndAlwaysEndsAPromotion([ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start)
    {
        var aws = new AwsEmulator(TimeProvider.System);
        using var rotation = new SteppedRotation("A", aws);
        var run = new Run(aws, [rotation]);
        var cases = 0;

        for (var n = 1; ; n++, cases++)
        {
            using var cancelled = new CancellationTokenSource();
            var (calls, wasPromoting) = (0, false);
            run.Begin(start, cancelled.Token);
            while (rotation.Pending is [var call, ..])
            {
                if (++calls == n)
                {
                    wasPromoting = call.MakesCurrent;
                    cancelled.Cancel();
                }

                Assert.That(cancelled.IsCancellationRequested && !wasPromoting && call.MakesCurrent, Is.False, $"promotes though cancelled at call {n}");
                run.Apply(new(call.Step));
            }

            if (!cancelled.IsCancellationRequested)
            {
                break;
            }

            Assert.That(rotation.Outcome, wasPromoting ? Is.TypeOf<RotatedOutcome>() : Is.TypeOf<FailedOutcome>(), $"cancelled at call {n}");
        }

        TestContext.Out.WriteLine($"{cases} cases");
    }
}
