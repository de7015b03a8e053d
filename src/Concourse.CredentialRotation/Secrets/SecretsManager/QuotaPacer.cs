namespace Concourse.CredentialRotation;

/// <summary>
/// Spreads the requests that share one of AWS's quotas over time, which is better than to be throttled: a token bucket in the form of the
/// generic cell rate algorithm, which keeps nothing but the time at which the bucket is full again.
/// </summary>
internal sealed class QuotaPacer(int perSecond, TimeProvider time)
{
    /// <summary>The requests of a whole promotion, which are waited for together.</summary>
    private static readonly int MaxAtOnce = Enum.GetValues<CredentialPart>().Length;

    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / perSecond;

    // A tenth of a second's worth may go at once, and a promotion in any case.
    private readonly TimeSpan _burst = TimeSpan.FromSeconds(1) / perSecond * (Math.Max(1, perSecond / 10) + MaxAtOnce - 1);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _full;

    /// <summary>Waits, first come first served, until so many requests may be sent.</summary>
    public Task WaitAsync(int requests, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = Take(requests) - _burst;
        return delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Counts a request that cannot wait; those that can will wait the longer for it.</summary>
    public void TakeNow() => Take(1);

    /// <returns>How long it takes from now until the bucket is full again.</returns>
    private TimeSpan Take(int requests)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_start);
            _full = (_full > now ? _full : now) + (_interval * requests);
            return _full - now;
        }
    }
}
