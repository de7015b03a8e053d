namespace Concourse.CredentialRotation.LocalAws;

/// <summary>AWS's request quotas, each a token bucket that holds one second's worth.</summary>
/// <param name="secretWritesPerSecond">PutSecretValue, UpdateSecret and UpdateSecretVersionStage together.</param>
/// <param name="createsPerSecond">CreateSecret.</param>
/// <param name="stsPerSecond">All of STS.</param>
/// <param name="time">The time by which the buckets fill; the system's when null.</param>
/// <param name="parameterWritesPerSecond">PutParameter.</param>
public sealed class LocalAwsQuotas(
    int secretWritesPerSecond = 50, int createsPerSecond = 50, int stsPerSecond = 600, TimeProvider? time = null, int parameterWritesPerSecond = 3)
{
    private readonly Bucket _writes = new(secretWritesPerSecond, time ?? TimeProvider.System);
    private readonly Bucket _creates = new(createsPerSecond, time ?? TimeProvider.System);
    private readonly Bucket _sts = new(stsPerSecond, time ?? TimeProvider.System);
    private readonly Bucket _parameters = new(parameterWritesPerSecond, time ?? TimeProvider.System);
    private int _throttled;

    /// <summary>How many calls were throttled.</summary>
    public int Throttled => _throttled;

    internal void Take(AwsCall call)
    {
        var bucket = call switch
        {
            { IsSecretWrite: true } => _writes,
            { Operation: "CreateSecret" } => _creates,
            { Operation: "PutParameter" } => _parameters,
            { IsSts: true } => _sts,
            _ => null,
        };
        if (bucket?.TryTake() is false)
        {
            Interlocked.Increment(ref _throttled);
            throw new AwsException(call.IsSts ? "Throttling" : "ThrottlingException", "Rate exceeded");
        }
    }

    private sealed class Bucket(int perSecond, TimeProvider time)
    {
        private readonly Lock _lock = new();
        private double _tokens = perSecond;
        private long _filledAt = time.GetTimestamp();

        public bool TryTake()
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
                _filledAt = now;
                if (_tokens < 1)
                {
                    return false;
                }

                _tokens--;
                return true;
            }
        }
    }
}
