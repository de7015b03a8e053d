using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Keeps the writes below the quota of the account and region, which is better than to be throttled and try again.</summary>
internal sealed class WritePacer(IOptions<CredentialRotationOptions> options) : IDisposable
{
    private readonly TokenBucketRateLimiter _limiter = new(new TokenBucketRateLimiterOptions
    {
        // A tenth of a second's worth at a time; a rate below ten a second gets one token at longer intervals.
        TokenLimit = Math.Max(1, options.Value.MaxWritesPerSecond / 10),
        TokensPerPeriod = Math.Max(1, options.Value.MaxWritesPerSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, options.Value.MaxWritesPerSecond / 10) / (double)options.Value.MaxWritesPerSecond),
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        using var lease = await _limiter.AcquireAsync(permitCount: 1, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _limiter.Dispose();
}
