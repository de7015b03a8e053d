namespace Concourse.CredentialRotation;

/// <summary>Makes attempts, each with what the last one found, until one decides or time runs out.</summary>
internal sealed class AttemptLoop(Backoff backoff)
{
    public async Task<Attempt> RunAsync(Attempt first, Func<Attempt, CancellationToken, Task<Attempt>> next, CancellationToken cancellationToken)
    {
        var last = first;
        try
        {
            await foreach (var _ in backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
            {
                last = await next(last, cancellationToken).ConfigureAwait(false);
                if (last.Status is not AttemptStatus.Retry)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Time ran out between two attempts.
        }

        return last;
    }
}
