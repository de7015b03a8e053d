using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Throttling;

public sealed class QuotaPacerTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void Wait_ATenthOfASecondsWorthAndAPromotion_GoesAtOnce()
    {
        var pacer = new QuotaPacer(perSecond: 40, maxRequests: 3, _time);

        Assert.That(Enumerable.Range(0, 7).Select(_ => Wait(pacer).IsCompleted), Is.EqualTo(new[] { true, true, true, true, true, true, false }));
    }

    [Test]
    public void Wait_BeyondThat_ComesWithTheRate()
    {
        var pacer = new QuotaPacer(perSecond: 40, maxRequests: 3, _time);
        var waiting = Enumerable.Range(0, 46).Select(_ => Wait(pacer)).ToList();

        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(6 + 39));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(waiting.Count(turn => turn.IsCompleted), Is.EqualTo(6 + 40));
    }

    [Test]
    public void Wait_ForSeveral_ComesWhenTheLastOfThemMay()
    {
        var pacer = new QuotaPacer(perSecond: 1, maxRequests: 3, _time);
        Wait(pacer, 3);

        var turn = Wait(pacer, 3);

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.That(turn.IsCompleted, Is.False);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.That(turn.IsCompleted, Is.True);
    }

    [Test]
    public void Wait_Urgent_DoesNotWaitAndIsCounted()
    {
        var pacer = new QuotaPacer(perSecond: 1, maxRequests: 3, _time);
        Wait(pacer, 3);

        Assert.That(pacer.WaitAsync(1, Urgency.Urgent, default).IsCompleted, Is.True);

        var turn = Wait(pacer);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(turn.IsCompleted, Is.False, "the urgent one took this second");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(turn.IsCompleted, Is.True);
    }

    [Test]
    public void Wait_TokenFired_Throws() =>
        Assert.That(() => new QuotaPacer(perSecond: 1, maxRequests: 3, _time).WaitAsync(1, Urgency.Patient, new CancellationToken(canceled: true)), Throws.InstanceOf<OperationCanceledException>());

    private static Task Wait(QuotaPacer pacer, int requests = 1) => pacer.WaitAsync(requests, Urgency.Patient, default);
}
