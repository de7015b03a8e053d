using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Keeps the writes below the quota of the account and region, which is better than to be throttled and try again.</summary>
internal sealed class WritePacer(IOptions<CredentialRotationOptions> options) : IDisposable
{
    /// <summary>The writes of a whole promotion, which are waited for together.</summary>
    private static readonly int MostAtOnce = Enum.GetValues<CredentialPart>().Length;

    // Its timer takes a thread, which is not needed before the first write.
    private readonly Lazy<TokenBucketRateLimiter> _limiter = new(() => Limiter(options.Value.MaxWritesPerSecond));

    /// <summary>Waits, first come first served, until so many writes may be sent.</summary>
    public async ValueTask WaitAsync(int writes, CancellationToken cancellationToken)
    {
        using var lease = await _limiter.Value.AcquireAsync(writes, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_limiter.IsValueCreated)
        {
            _limiter.Value.Dispose();
        }
    }

    private static TokenBucketRateLimiter Limiter(int perSecond)
    {
        // A tenth of a second's worth at a time; a rate below ten a second gets one token at longer intervals.
        var atATime = Math.Max(1, perSecond / 10);
        return new(new TokenBucketRateLimiterOptions
        {
            // Room for what is left over while somebody waits for several, or it would be lost.
            TokenLimit = atATime + MostAtOnce - 1,
            TokensPerPeriod = atATime,
            ReplenishmentPeriod = TimeSpan.FromSeconds(atATime / (double)perSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }
}
