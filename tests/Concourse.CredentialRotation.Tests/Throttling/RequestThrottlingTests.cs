using Amazon.Runtime;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Throttling;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RequestThrottlingTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrencyLimit _limit;
    private readonly RequestThrottling _throttling;

    public RequestThrottlingTests()
    {
        _limit = new(max: 16, _time, TimeSpan.FromMinutes(2));
        _throttling = new(_limit, new RotationMetrics(_time), new ProtocolTimings(), _time);
    }

    // Continuations run synchronously inside the call that completes the wait.
    [SetUp]
    public void ContinueInPlace() => SynchronizationContext.SetSynchronizationContext(null);

    [Test]
    public async Task Send_ThrottledPatient_WaitsTwiceAsLongEachTimeUpToFiveSecondsWithJitterOfUpToHalf()
    {
        var sent = 0;
        var sending = _throttling.SendAsync(Urgency.Patient, _ => ++sent <= 6 ? throw Throttled() : Task.FromResult("ok"), default);

        foreach (var milliseconds in new[] { 500, 1000, 2000, 4000, 5000, 5000 })
        {
            var before = sent;
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) - 1));
            Assert.That(sent, Is.EqualTo(before), $"before half of {milliseconds} ms");
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) + 1));
            Assert.That(sent, Is.EqualTo(before + 1), $"after {milliseconds} ms");
        }

        Assert.That(await sending, Is.EqualTo("ok"));
    }

    [Test]
    public async Task Send_ClientOfTheHostIsThrottled_IsSentAgainAndCounted()
    {
        var sent = 0;
        var sending = _throttling.SendAsync(Urgency.Patient, _ => ++sent <= 2 ? throw Throttled().Response : Task.FromResult("ok"), default);

        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await sending, Is.EqualTo("ok"));
        Assert.That(_throttling.Totals.Requests, Is.EqualTo(2));
    }

    [Test]
    public void Send_ThrottledUrgent_IsSentAgainWithinMilliseconds()
    {
        var sent = 0;
        _ = _throttling.SendAsync<int>(Urgency.Urgent, _ => ++sent > 0 ? throw Throttled() : null!, default);

        for (var i = 2; i < 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(15));
            Assert.That(sent, Is.EqualTo(i));
        }
    }

    [Test]
    public void Send_StillThrottledWhenTheTimeIsUp_ThrowsTheThrottledResponse()
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
        var sending = _throttling.SendAsync<int>(Urgency.Patient, _ => throw Throttled(), time.Token);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.That(() => sending, Throws.TypeOf<ThrottledException>());
    }

    [Test]
    public void Totals_RequestsThatWaitTogether_AreCountedEachAndTheTimeOnce()
    {
        var before = _throttling.Totals;
        _ = _throttling.WaitAsync(Urgency.Patient, attempt: 10, default);
        _ = _throttling.WaitAsync(Urgency.Patient, attempt: 10, default);
        _throttling.RecordThrottled(Throttled());
        _throttling.RecordThrottled(Throttled());

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(_throttling.Totals - before, Is.EqualTo(new ThrottlingTotals(2, TimeSpan.FromSeconds(2))), "while they wait");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.That((_throttling.Totals - before).Waited, Is.EqualTo(TimeSpan.FromSeconds(62)), "the clock went on before they looked at it");
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.That((_throttling.Totals - before).Waited, Is.EqualTo(TimeSpan.FromSeconds(62)), "nothing waits any more");
    }

    [Test]
    public void SendAgain_NoneGoesThroughAndOneAccountTooMany_IsPostponed()
    {
        _ = _limit.EnterAsync(default);
        _ = _limit.EnterAsync(default);
        var requests = Requests(_ => throw Throttled());

        Assert.That(() => SendAllAsync(requests, mayStepBack: true), Throws.TypeOf<PostponedException>());
    }

    [Test]
    public void SendAgain_OneWentThrough_IsNotPostponed()
    {
        _ = _limit.EnterAsync(default);
        _ = _limit.EnterAsync(default);
        var sent = 0;

        var sending = SendAllAsync([.. Requests(_ => throw Throttled()).Take(2), _ => Task.FromResult(++sent)], mayStepBack: false);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((sending.IsCompleted, sent), Is.EqualTo((false, 1)));
    }

    private static Func<CancellationToken, Task>[] Requests(Func<CancellationToken, Task> send) => [send, send, send];

    private static ThrottledException Throttled() =>
        new(new AmazonServiceException("Rate exceeded", ErrorType.Sender, "ThrottlingException", "id", System.Net.HttpStatusCode.BadRequest), isFirstAttempt: true);

    private async Task SendAllAsync(IReadOnlyList<Func<CancellationToken, Task>> requests, bool mayStepBack)
    {
        var pacer = new QuotaPacer(1000, maxRequests: 3, _time);
        var throttled = await _throttling.TrySendAllAsync(requests, pacer, Urgency.Patient, default);
        await _throttling.SendAgainAsync(throttled, pacer, Urgency.Patient, mayStepBack, default);
    }
}
