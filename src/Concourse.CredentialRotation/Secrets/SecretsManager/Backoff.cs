using System.Runtime.CompilerServices;

namespace Concourse.CredentialRotation;

/// <summary>How what may come right by itself is tried again: seven tries within some five seconds.</summary>
internal sealed class Backoff(CredentialRotationOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>One element for each try, after a wait that doubles; it tells whether it is the last.</summary>
    /// <exception cref="OperationCanceledException">The token fired before the next try.</exception>
    public async IAsyncEnumerable<bool> TriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var retries = 0; retries <= options.RetryAttempts; retries++)
        {
            if (retries > 0)
            {
                await Task.Delay(DelayBefore(retries), time, cancellationToken).ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return retries == options.RetryAttempts;
        }
    }

    // Between half of it and all of it, so that rotations that met once do not meet again.
    private TimeSpan DelayBefore(int retry)
    {
        var delay = options.RetryDelay * Math.Pow(2, retry - 1);
        return (delay < LongestDelay ? delay : LongestDelay) * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
