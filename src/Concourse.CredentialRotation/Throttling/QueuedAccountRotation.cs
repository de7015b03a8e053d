namespace Concourse.CredentialRotation;

/// <summary>Rotates an account when it is its turn, and again from the beginning when it had to step back.</summary>
internal sealed class QueuedAccountRotation(AccountRotation rotation, ConcurrencyLimit limit)
{
    public async Task<AccountOutcome> RotateAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        while (true)
        {
            await limit.EnterAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var outcome = await rotation.RotateAsync(team, account, cancellationToken).ConfigureAwait(false);
                limit.Leave();
                return outcome;
            }
            catch (PostponedException)
            {
                // It has left the limit by itself.
            }
        }
    }
}
