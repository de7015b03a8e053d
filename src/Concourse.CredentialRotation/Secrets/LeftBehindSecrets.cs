namespace Concourse.CredentialRotation;

/// <summary>Finds the secrets that an account had in an earlier layout and does not have in the present one. Nothing rotates them any more.</summary>
internal sealed class LeftBehindSecrets(AccountSecrets secrets, ISecretWriter writer)
{
    /// <returns>Their names; without those that could not be read, because the rotation does not depend on them.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        try
        {
            var found = await Task.WhenAll(secrets.GetEntriesOfOtherLayouts(team, account).Select(entry => FindAsync(entry, cancellationToken))).ConfigureAwait(false);
            string[] names = [.. found.OfType<string>()];
            return names.Length == 0
                ? names
                : [.. names.Except(team.Accounts.SelectMany(other => secrets.GetEntries(team, other)).Select(entry => entry.Name), StringComparer.Ordinal)];
        }
        catch (Exception)
        {
            // A custom strategy or writer may fail for secrets that the account does not have.
            return [];
        }
    }

    /// <returns>The secret's name if a rotation wrote it; null for a secret of something else, and for one that is scheduled for deletion.</returns>
    private async Task<string?> FindAsync(SecretEntry entry, CancellationToken cancellationToken)
    {
        var state = await writer.InspectAsync([entry], cancellationToken).ConfigureAwait(false);
        return state is { Status: SecretSetStatus.Complete, WrittenAt: not null } ? entry.Name : null;
    }
}
