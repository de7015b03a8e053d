using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.ReliabilityTests.Fleet;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>A team with more accounts than the quota admits in the time of one invocation.</summary>
public sealed class LargeTeamTests
{
    private const int Accounts = 300;
    private const int Concurrency = 16;

    private static readonly TimeSpan TimeToPromote = TimeSpan.FromSeconds(20);

    [Test]
    public void Rotate_TeamLargerThanOneInvocation_IsFinishedByTheRetry()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var time = new VirtualTime();
        var aws = new AwsStandIn(time) { Quotas = new LocalAwsQuotas(time: time) };
        var team = new Team("team", [.. Enumerable.Range(0, Accounts).Select(i => new Account($"account-{i}", $"arn:aws:iam::123456789012:role/account-{i}"))]);
        using var processes = new VirtualProcesses(aws, time, new Random(1), () => { });

        var first = Invoke();
        time.RunUntilCompleted(Task.Delay(TimeSpan.FromMinutes(1), time));
        var second = Invoke();

        Assert.That(first, Has.Some.TypeOf<RotatedOutcome>());
        Assert.That(first, Has.Some.TypeOf<FailedOutcome>());
        Assert.That(first, Has.None.TypeOf<TornOutcome>());
        Assert.That(first.OfType<FailedOutcome>().Select(failed => failed.Step), Is.All.LessThan(RotationStep.Promote), "nothing was left half promoted");
        Assert.That(second.Zip(first).Where(both => both.Second.Succeeded).Select(both => both.First), Is.All.TypeOf<SkippedOutcome>());
        Assert.That(second.Select(outcome => outcome.Succeeded), Is.All.True);

        AccountOutcome[] Invoke()
        {
            using var services = processes.Start();
            using var promotable = new CancellationTokenSource(TimeToPromote, time);
            var rotation = services.GetRequiredService<QueuedAccountRotation>();
            var outcomes = new AccountOutcome[Accounts];
            var next = 0;
            time.RunUntilCompleted(Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => RotateAsync())));
            return outcomes;

            // As the rotator does it, on one thread.
            async Task RotateAsync()
            {
                while (next < Accounts)
                {
                    var i = next++;
                    outcomes[i] = await rotation.RotateAsync(team, team.Accounts[i], promotable.Token);
                }
            }
        }
    }
}
