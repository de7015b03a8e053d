using System.Runtime.CompilerServices;

namespace Concourse.CredentialRotation;

/// <summary>Spaces the attempts at something that may succeed by itself a little later: seven attempts within about five seconds.</summary>
internal sealed class Backoff(ProtocolTimings timings, TimeProvider time)
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(2);

    /// <summary>Yields one element for each attempt, after a delay that doubles. The element tells whether the attempt is the last.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled before the next attempt.</exception>
    public async IAsyncEnumerable<bool> AttemptsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var retries = 0; retries <= timings.MaxRetries; retries++)
        {
            if (retries > 0)
            {
                await Task.Delay(DelayBefore(retries), time, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return retries == timings.MaxRetries;
        }
    }

    // Between half of the delay and all of it, so that rotations that met once do not meet again.
    private TimeSpan DelayBefore(int retry)
    {
        var delay = timings.RetryDelay * Math.Pow(2, retry - 1);
        return (delay < MaxDelay ? delay : MaxDelay) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
