namespace Concourse.CredentialRotation;

/// <summary>The delays of the rotation protocol. Only tests set them.</summary>
internal sealed record ProtocolTimings
{
    /// <summary>How many times a write that failed but may still succeed is retried.</summary>
    public int MaxRetries { get; init; } = 6;

    /// <summary>The delay before the first of these retries. It doubles each time.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The maximum delay after the first throttled response to a request that can wait. It doubles each time, up to 5 seconds.</summary>
    public TimeSpan ThrottledDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The average delay before a request that cannot wait is sent again after a throttled response.</summary>
    public TimeSpan UrgentDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The maximum delay before a process creates its first set of secrets.</summary>
    public TimeSpan CreationSpread { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long no account may finish before one more than the limit is let in.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The source of the jitter in the delays after throttled responses.</summary>
    public Random Jitter { get; init; } = Random.Shared;
}
