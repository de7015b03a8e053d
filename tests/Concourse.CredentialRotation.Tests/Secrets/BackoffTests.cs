using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class BackoffTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task Tries_WaitBetweenThem_DoublesUpToTwoSecondsWithHalfOfItByChance()
    {
        var backoff = new Backoff(new CredentialRotationOptions(), _time);
        await using var tries = backoff.TriesAsync(CancellationToken.None).GetAsyncEnumerator();
        await tries.MoveNextAsync();

        foreach (var milliseconds in new[] { 100, 200, 400, 800, 1600, 2000 })
        {
            var next = tries.MoveNextAsync().AsTask();
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) - 1));
            Assert.That(next.IsCompleted, Is.False, $"before half of {milliseconds} ms");
            _time.Advance(TimeSpan.FromMilliseconds((milliseconds / 2) + 1));
            Assert.That(await next, Is.True);
        }

        Assert.That(await tries.MoveNextAsync(), Is.False);
    }

    [Test]
    public async Task Tries_Elements_MarkTheLast()
    {
        var backoff = new Backoff(new CredentialRotationOptions { RetryAttempts = 2, RetryDelay = TimeSpan.Zero }, _time);

        Assert.That(await backoff.TriesAsync(CancellationToken.None).ToListAsync(), Is.EqualTo(new[] { false, false, true }));
    }

    [Test]
    public void Tries_CancelledBefore_HasNone()
    {
        var backoff = new Backoff(new CredentialRotationOptions(), _time);

        Assert.That(async () => await backoff.TriesAsync(new CancellationToken(canceled: true)).ToListAsync(), Throws.InstanceOf<OperationCanceledException>());
    }
}
