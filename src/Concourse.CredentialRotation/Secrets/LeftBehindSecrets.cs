namespace Concourse.CredentialRotation;

/// <summary>
/// Finds the secrets that an account had in an earlier layout and does not have in the present one. Nothing rotates them any more. They are looked for once a
/// day, because in most rotations there are none.
/// </summary>
internal sealed class LeftBehindSecrets(AccountSecrets secrets, ISecretWriter writer, TimeProvider time)
{
    private static readonly TimeSpan MaxSearchTime = TimeSpan.FromSeconds(2);

    /// <returns>Their names; without those that could not be read, because the rotation does not depend on them.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(Team team, Account account, SecretSetState seen, CancellationToken cancellationToken)
    {
        if (seen.WrittenAt?.UtcDateTime.Date == time.GetUtcNow().UtcDateTime.Date)
        {
            return [];
        }

        // A request that is not answered delays the rotation no longer than this.
        using var enough = new CancellationTokenSource(MaxSearchTime, time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellationToken);
        try
        {
            var found = await Task.WhenAll(secrets.GetEntriesOfOtherLayouts(team, account).Select(entry => FindAsync(entry, stopped.Token))).ConfigureAwait(false);
            string[] names = [.. found.OfType<string>()];
            return names.Length == 0
                ? names
                : [.. names.Except(team.Accounts.SelectMany(other => secrets.GetEntries(team, other)).Select(entry => entry.Name), StringComparer.Ordinal)];
        }
        catch (Exception)
        {
            // A custom strategy may fail for secrets that the account does not have.
            return [];
        }
    }

    /// <returns>The secret's name if a rotation wrote it; null for a secret of something else, and for one that is scheduled for deletion.</returns>
    private async Task<string?> FindAsync(SecretEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var state = await writer.InspectAsync([entry], cancellationToken).ConfigureAwait(false);
            return state is { Status: SecretSetStatus.Complete, WrittenAt: not null } ? entry.Name : null;
        }
        catch (Exception)
        {
            // What cannot be read is not named.
            return null;
        }
    }
}
