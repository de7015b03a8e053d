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
    /// <param name="requests">How many.</param>
    /// <param name="urgency">Urgent ones do not wait. They count, so that those that can wait do so the longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int requests, Urgency urgency, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delay = Take(requests) - _burst;
        return urgency is Urgency.Patient && delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
    }

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
