using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Throttling;

public sealed class ConcurrencyLimitTests
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();

    // Continuations run synchronously inside the call that completes the wait.
    [SetUp]
    public void ContinueInPlace() => SynchronizationContext.SetSynchronizationContext(null);

    [Test]
    public void Enter_BelowTheMaximum_DoesNotWait()
    {
        var limit = new ConcurrencyLimit(max: 2, _time, TimeSpan.FromMinutes(2));

        Assert.That((limit.EnterAsync(default).IsCompleted, limit.EnterAsync(default).IsCompleted, limit.EnterAsync(default).IsCompleted), Is.EqualTo((true, true, false)));
        Assert.That(limit.IsReduced, Is.False);
    }

    [Test]
    public void Leave_OthersWait_LetsInTheFirstOfThem()
    {
        var limit = new ConcurrencyLimit(max: 1, _time, TimeSpan.FromMinutes(2));
        _ = limit.EnterAsync(default);
        var (first, second) = (limit.EnterAsync(default), limit.EnterAsync(default));

        limit.Leave();

        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((true, false)));
    }

    [Test]
    public void Reduce_ManyInProgress_MakesAllButOneStepBack()
    {
        var limit = Entered(max: 4, accounts: 4);

        limit.Reduce();

        Assert.That(limit.IsReduced, Is.True);
        Assert.That(Enumerable.Range(0, 5).Count(_ => limit.TryStepBack()), Is.EqualTo(3));
        Assert.That(limit.EnterAsync(default).IsCompleted, Is.False, "one is in progress");
    }

    [Test]
    public void Leave_SoonAfterAThrottledRequest_DoesNotRaiseTheLimit()
    {
        var limit = Entered(max: 16, accounts: 1);
        limit.Reduce();
        var waiting = Waiting(limit, 4);
        _time.Advance(Quiet - TimeSpan.FromTicks(1));

        limit.Leave();

        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(1));
    }

    [Test]
    public void Leave_ASecondAfterTheLastThrottledRequest_RaisesTheLimitByTwo()
    {
        var limit = Entered(max: 16, accounts: 1);
        limit.Reduce();
        var waiting = Waiting(limit, 6);
        _time.Advance(Quiet);

        limit.Leave();

        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(3));
    }

    [Test]
    public void Leave_ManyTimes_NeverRaisesTheLimitAboveTheMaximum()
    {
        var limit = Entered(max: 2, accounts: 2);
        limit.Reduce();
        _time.Advance(Quiet);
        limit.Leave();
        var waiting = Waiting(limit, 6);

        limit.Leave();

        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(2));
    }

    [Test]
    public void Enter_NobodyInProgress_StartsWithTheMaximumAgain()
    {
        var limit = Entered(max: 2, accounts: 1);
        limit.Reduce();
        limit.Leave();

        Assert.That(Waiting(limit, 2).Select(turn => turn.IsCompleted), Is.All.True);
    }

    [Test]
    public async Task Enter_TokenFires_AdmitsWaitingAccounts()
    {
        var limit = Entered(max: 1, accounts: 1);
        using var time = new CancellationTokenSource();
        var waiting = limit.EnterAsync(time.Token);

        await time.CancelAsync();
        await waiting;

        limit.Leave();
        Assert.That(limit.EnterAsync(default).IsCompleted, Is.False, "the one that was let in is in progress");
    }

    [Test]
    public void Enter_NoAccountFinishesForTwoMinutes_LetsInOneMoreThatNeedNotStepBack()
    {
        var limit = Entered(max: 16, accounts: 1);
        limit.Reduce();
        var waiting = Waiting(limit, 2);

        _time.Advance(TimeSpan.FromMinutes(2));
        limit.Reduce();

        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(1));
        Assert.That(limit.TryStepBack(), Is.False);
    }

    private static List<Task> Waiting(ConcurrencyLimit limit, int accounts) => [.. Enumerable.Range(0, accounts).Select(_ => limit.EnterAsync(default))];

    private ConcurrencyLimit Entered(int max, int accounts)
    {
        var limit = new ConcurrencyLimit(max, _time, TimeSpan.FromMinutes(2));
        Waiting(limit, accounts);
        return limit;
    }
}
