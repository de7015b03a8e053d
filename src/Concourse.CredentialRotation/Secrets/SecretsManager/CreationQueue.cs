namespace Concourse.CredentialRotation;

/// <summary>
/// Lets one set of secrets be created at a time, or the first requests of many would use up the quota and leave each set half created. For the same
/// reason the first one waits for a random part of a second: processes that start together do not begin to create together.
/// </summary>
internal sealed class CreationQueue(CredentialRotationOptions options, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrencyLimit _limit = new(max: 1, time, options.StalledAfter);
    private DateTimeOffset _lastUsed = DateTimeOffset.MinValue;

    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _limit.EnterAsync(cancellationToken).ConfigureAwait(false);
        if (options.CreationSpread > TimeSpan.Zero && time.GetUtcNow() - _lastUsed > Idle)
        {
            _lastUsed = time.GetUtcNow();
            await Task.Delay(options.CreationSpread * options.Jitter.NextDouble(), time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Leave()
    {
        _lastUsed = time.GetUtcNow();
        _limit.Leave();
    }
}
