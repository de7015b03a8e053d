namespace Concourse.CredentialRotation;

/// <summary>Rotates an account when the limit lets it in, and from the beginning again when it was postponed.</summary>
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
                // The account has left the limit already.
            }
        }
    }
}
