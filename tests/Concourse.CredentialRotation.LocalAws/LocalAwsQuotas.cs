using System.Threading.RateLimiting;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>AWS's request quotas, each a token bucket that holds one second's worth.</summary>
/// <param name="secretWritesPerSecond">PutSecretValue, UpdateSecret and UpdateSecretVersionStage together.</param>
/// <param name="createsPerSecond">CreateSecret.</param>
/// <param name="stsPerSecond">All of STS.</param>
public sealed class LocalAwsQuotas(int secretWritesPerSecond = 50, int createsPerSecond = 50, int stsPerSecond = 600) : IDisposable
{
    private readonly TokenBucketRateLimiter _writes = Bucket(secretWritesPerSecond);
    private readonly TokenBucketRateLimiter _creates = Bucket(createsPerSecond);
    private readonly TokenBucketRateLimiter _sts = Bucket(stsPerSecond);
    private int _throttled;

    /// <summary>How many calls were refused.</summary>
    public int Throttled => _throttled;

    public void Dispose()
    {
        _writes.Dispose();
        _creates.Dispose();
        _sts.Dispose();
    }

    internal void Take(AwsCall call)
    {
        var bucket = call switch
        {
            { IsSecretWrite: true } => _writes,
            { Operation: "CreateSecret" } => _creates,
            { IsSts: true } => _sts,
            _ => null,
        };
        using var lease = bucket?.AttemptAcquire();
        if (lease is { IsAcquired: false })
        {
            Interlocked.Increment(ref _throttled);
            throw new AwsException(call.IsSts ? "Throttling" : "ThrottlingException", "Rate exceeded");
        }
    }

    private static TokenBucketRateLimiter Bucket(int perSecond) => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = perSecond,
        TokensPerPeriod = Math.Max(1, perSecond / 50),
        ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / 50) / (double)perSecond),
        QueueLimit = 0,
    });
}
