using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Sends requests again for as long as AWS throttles them, makes the process do less meanwhile, and counts.</summary>
internal sealed class RequestThrottling(ConcurrencyLimit limit, IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private int _requests;
    private int _waiting;
    private long _waitingSince;
    private TimeSpan _waited;

    /// <summary>What this process has met since it started.</summary>
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

    /// <summary>Sends a request until it is not throttled.</summary>
    /// <param name="urgency">How soon it is sent again.</param>
    /// <param name="send">Sends it once.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="ThrottledException">It was still throttled when the token fired.</exception>
    /// <exception cref="OperationCanceledException">The token fired before the first response.</exception>
    public async Task<T> SendAsync<T>(Urgency urgency, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        ThrottledException? throttled = null;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await send(cancellationToken).ConfigureAwait(false);
            }
            catch (ThrottledException response)
            {
                throttled = response;
            }
            catch (OperationCanceledException) when (throttled is not null && cancellationToken.IsCancellationRequested)
            {
                throw throttled;
            }

            Count();
            if (!await WaitAsync(urgency, attempt, cancellationToken).ConfigureAwait(false))
            {
                throw throttled;
            }
        }
    }

    /// <summary>Sends requests together, once.</summary>
    /// <returns>Those that were throttled, each with what AWS answered.</returns>
    public async Task<IReadOnlyList<ThrottledRequest>> TrySendAllAsync(
        IReadOnlyList<Func<CancellationToken, Task>> requests, QuotaPacer pacer, Urgency urgency, CancellationToken cancellationToken)
    {
        await pacer.WaitAsync(requests.Count, urgency, cancellationToken).ConfigureAwait(false);
        var throttled = await Task.WhenAll(requests.Select(request => TrySendAsync(request, cancellationToken))).ConfigureAwait(false);
        return [.. throttled.OfType<ThrottledRequest>()];
    }

    /// <summary>Sends requests that were throttled together, until none is any more.</summary>
    /// <param name="throttled">The requests.</param>
    /// <param name="pacer">The quota that they share.</param>
    /// <param name="urgency">How soon they are sent again.</param>
    /// <param name="mayStepBack">Whether nothing of the account is written until one of them goes through.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="PostponedException">None went through, and the account is one too many: it has left the <see cref="ConcurrencyLimit"/>.</exception>
    /// <exception cref="ThrottledException">One was still throttled when the token fired.</exception>
    /// <exception cref="OperationCanceledException">The token fired while a request was sent, or waited for its place under the quota.</exception>
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
    /// <returns>Whether there was the time: false when the token fired.</returns>
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

    /// <summary>Counts a throttled response, and has fewer accounts in progress from now on.</summary>
    public void Count()
    {
        Interlocked.Increment(ref _requests);
        limit.Reduce();
    }

    private async Task<ThrottledRequest?> TrySendAsync(Func<CancellationToken, Task> request, CancellationToken cancellationToken)
    {
        try
        {
            await request(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ThrottledException response)
        {
            Count();
            return new(request, response);
        }
    }

    // Jittered, so that processes that were throttled together do not come back together.
    private TimeSpan DelayAfter(Urgency urgency, int attempt)
    {
        if (urgency is Urgency.Urgent)
        {
            return options.Value.UrgentDelay * (0.5 + options.Value.Jitter.NextDouble());
        }

        var delay = options.Value.ThrottledDelay * Math.Pow(2, Math.Min(attempt, 16));
        return (delay < MaxDelay ? delay : MaxDelay) * (0.5 + (options.Value.Jitter.NextDouble() / 2));
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
        lock (_lock)
        {
            if (--_waiting == 0)
            {
                _waited += time.GetElapsedTime(_waitingSince);
            }
        }
    }
}
