using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Sends requests again for as long as AWS throttles them, reduces the number of accounts in progress meanwhile, and keeps count.</summary>
internal sealed class RequestThrottling(ConcurrencyLimit limit, RotationMetrics metrics, ProtocolTimings timings, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _requests;
    private int _waiting;
    private long _waitingSince;
    private TimeSpan _waited;

    /// <summary>The totals since the process started.</summary>
    public ThrottlingTotals Totals
    {
        get
        {
            lock (_lock)
            {
                return new(_requests, _waiting == 0 ? _waited : _waited + time.GetElapsedTime(_waitingSince));
            }
        }
    }

    /// <summary>Sends a request until AWS does not throttle it.</summary>
    /// <param name="urgency">How soon the request is sent again.</param>
    /// <param name="send">Sends the request once.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <exception cref="ThrottledException">AWS still throttled the request when the token was canceled.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before the first response.</exception>
    public async Task<T> SendAsync<T>(Urgency urgency, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        ThrottledException? throttled = null;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await send(cancellationToken).ConfigureAwait(false);
            }
            catch (ThrottledException exception)
            {
                throttled = exception;
            }
            catch (AmazonServiceException exception) when (ThrottledException.IsThrottling(exception))
            {
                // From a client that the host registered, which has retried it already.
                throttled = new ThrottledException(exception, isFirstAttempt: false);
            }
            catch (OperationCanceledException) when (throttled is not null && cancellationToken.IsCancellationRequested)
            {
                throw throttled;
            }

            RecordThrottled(throttled);
            if (!await WaitAsync(urgency, attempt, cancellationToken).ConfigureAwait(false))
            {
                throw throttled;
            }
        }
    }

    /// <summary>Sends requests together, each once.</summary>
    /// <returns>The requests that AWS throttled, each with its response.</returns>
    public async Task<IReadOnlyList<ThrottledRequest>> TrySendAllAsync(
        IReadOnlyList<Func<CancellationToken, Task>> requests, QuotaPacer pacer, Urgency urgency, CancellationToken cancellationToken)
    {
        await pacer.WaitAsync(requests.Count, urgency, cancellationToken).ConfigureAwait(false);
        var throttled = await Task.WhenAll(requests.Select(request => TrySendAsync(request, cancellationToken))).ConfigureAwait(false);
        return [.. throttled.OfType<ThrottledRequest>()];
    }

    /// <summary>Sends throttled requests again together, until AWS does not throttle any.</summary>
    /// <param name="throttled">The requests.</param>
    /// <param name="pacer">The quota that the requests share.</param>
    /// <param name="urgency">How soon the requests are sent again.</param>
    /// <param name="mayStepBack">Whether nothing of the account has been written until one of the requests succeeds.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <exception cref="PostponedException">None succeeded, and more accounts are in progress than the limit allows: this one has left the <see cref="ConcurrencyLimit"/>.</exception>
    /// <exception cref="ThrottledException">AWS still throttled a request when the token was canceled.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled while a request was being sent or waited for its place under the quota.</exception>
    public async Task SendAgainAsync(
        IReadOnlyList<ThrottledRequest> throttled, QuotaPacer pacer, Urgency urgency, bool mayStepBack, CancellationToken cancellationToken)
    {
        var left = throttled;
        for (var attempt = 0; left.Count > 0; attempt++)
        {
            if (mayStepBack && left.Count == throttled.Count && limit.TryStepBack())
            {
                throw new PostponedException();
            }

            if (!await WaitAsync(urgency, attempt, cancellationToken).ConfigureAwait(false))
            {
                throw left[0].Response;
            }

            left = await TrySendAllAsync([.. left.Select(request => request.Send)], pacer, urgency, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits before a throttled request is sent again.</summary>
    /// <returns>False when the token was canceled.</returns>
    public async Task<bool> WaitAsync(Urgency urgency, int attempt, CancellationToken cancellationToken)
    {
        BeginWait();
        try
        {
            await Task.Delay(DelayAfter(urgency, attempt), time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            EndWait();
        }
    }

    /// <summary>Counts a throttled response, and reduces the number of accounts in progress.</summary>
    public void RecordThrottled(ThrottledException throttled)
    {
        Interlocked.Increment(ref _requests);
        limit.Reduce();
        metrics.RecordThrottled(throttled);
    }

    private async Task<ThrottledRequest?> TrySendAsync(Func<CancellationToken, Task> request, CancellationToken cancellationToken)
    {
        try
        {
            await request(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ThrottledException exception)
        {
            RecordThrottled(exception);
            return new(request, exception);
        }
    }

    // With jitter, so that processes that were throttled together do not retry together.
    private TimeSpan DelayAfter(Urgency urgency, int attempt)
    {
        if (urgency is Urgency.Urgent)
        {
            return timings.UrgentDelay * (0.5 + timings.Jitter.NextDouble());
        }

        var delay = timings.ThrottledDelay * Math.Pow(2, Math.Min(attempt, 16));
        return (delay < MaxDelay ? delay : MaxDelay) * (0.5 + (timings.Jitter.NextDouble() / 2));
    }

    private void BeginWait()
    {
        lock (_lock)
        {
            if (_waiting++ == 0)
            {
                _waitingSince = time.GetTimestamp();
            }
        }
    }

    private void EndWait()
    {
        TimeSpan waited;
        lock (_lock)
        {
            if (--_waiting > 0)
            {
                return;
            }

            waited = time.GetElapsedTime(_waitingSince);
            _waited += waited;
        }

        metrics.RecordThrottledTime(waited);
    }
}
