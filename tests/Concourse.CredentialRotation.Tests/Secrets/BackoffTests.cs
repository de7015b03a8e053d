using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task AttemptsAsync_WaitBetweenThem_DoublesUpToTwoSecondsWithJitterOfUpToHalf()
    {
        var backoff = new Backoff(new ProtocolTimings(), _time);
        await using var attempts = backoff.AttemptsAsync(CancellationToken.None).GetAsyncEnumerator();
        await attempts.MoveNextAsync();

        foreach (var milliseconds in new[] { 100, 200, 400, 800, 1600, 2000 })
        {
            var next = attempts.MoveNextAsync().AsTask();
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) - 1));
            Assert.That(next.IsCompleted, Is.False, $"before half of {milliseconds} ms");
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) + 1));
            Assert.That(await next, Is.True);
        }

        Assert.That(await attempts.MoveNextAsync(), Is.False);
    }

    [Test]
    public async Task AttemptsAsync_LastElement_IsMarkedAsLast()
    {
        var backoff = new Backoff(new ProtocolTimings { MaxRetries = 2, RetryDelay = TimeSpan.Zero }, _time);

        Assert.That(await backoff.AttemptsAsync(CancellationToken.None).ToListAsync(), Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void AttemptsAsync_CanceledBefore_HasNone()
    {
        var backoff = new Backoff(new ProtocolTimings(), _time);

        Assert.That(async () => await backoff.AttemptsAsync(new CancellationToken(canceled: true)).ToListAsync(), Throws.InstanceOf<OperationCanceledException>());
    }
}
