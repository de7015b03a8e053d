namespace Concourse.CredentialRotation;

/// <summary>
/// Spreads the requests that share an AWS quota over time, so that AWS does not have to throttle them. It is a token bucket in the form of the
/// generic cell rate algorithm, whose only state is the time at which the bucket is full again.
/// </summary>
/// <param name="perSecond">The quota.</param>
/// <param name="maxRequests">The most requests that are waited for together.</param>
/// <param name="time">Provides the time.</param>
internal sealed class QuotaPacer(int perSecond, int maxRequests, TimeProvider time)
{
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1) / perSecond;

    // The burst: 100 ms of quota, plus the largest group that is requested together.
    private readonly TimeSpan _burst = TimeSpan.FromSeconds(1) / perSecond * (Math.Max(1, perSecond / 10) + maxRequests - 1);

    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _fullAt;

    /// <summary>Waits, first come first served, until a number of requests may be sent.</summary>
    /// <param name="requests">The number of requests.</param>
    /// <param name="urgency">Urgent requests do not wait. They count all the same, so that patient ones wait longer.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
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
            _fullAt = (_fullAt > now ? _fullAt : now) + (_interval * requests);
            return _fullAt - now;
        }
    }
}
