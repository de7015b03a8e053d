namespace Concourse.CredentialRotation;

/// <summary>
/// Lets one set of secrets be created at a time. Otherwise the first requests of many sets would use up the quota and leave each set half created.
/// For the same reason, the first set waits for a random part of a second: processes that start together do not begin to create together.
/// </summary>
internal sealed class CreationQueue(ProtocolTimings timings, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrencyLimit _limit = new(max: 1, time, timings.StalledAfter);
    private DateTimeOffset _lastUsed = DateTimeOffset.MinValue;

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _limit.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (timings.CreationSpread > TimeSpan.Zero && time.GetUtcNow() - _lastUsed > Idle)
        {
            _lastUsed = time.GetUtcNow();
            await Task.Delay(timings.CreationSpread * timings.Jitter.NextDouble(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Leave()
    {
        _lastUsed = time.GetUtcNow();
        _limit.Leave();
    }
}
