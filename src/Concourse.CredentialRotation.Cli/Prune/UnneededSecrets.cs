namespace Concourse.CredentialRotation.Cli;

/// <summary>Finds secrets that rotations made and that no account needs, and deletes them.</summary>
internal sealed class UnneededSecrets(IStorePruner pruner, TimeProvider time)
{
    /// <summary>Sessions last an hour, so what a rotation wrote more recently may still be rotated by somebody.</summary>
    private static readonly TimeSpan MinAge = TimeSpan.FromHours(1);

    /// <param name="pattern">The names to look for.</param>
    /// <param name="teams">The teams whose secrets are looked for; null for all teams.</param>
    /// <param name="needed">The names that accounts need.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<IReadOnlyList<UnneededSecret>> FindAsync(
        SecretNamePattern pattern, IReadOnlySet<string>? teams, IReadOnlySet<string> needed, CancellationToken cancellationToken)
    {
        List<UnneededSecret> found = [];
        await foreach (var secret in pruner.ListAsync(pattern.Prefix, cancellationToken).ConfigureAwait(false))
        {
            if (pattern.FindTeam(secret.Name) is { } team && teams?.Contains(team) is not false && !needed.Contains(secret.Name))
            {
                found.Add(Describe(secret, team));
            }
        }

        return [.. found.OrderBy(secret => secret.Name, StringComparer.Ordinal)];
    }

    /// <summary>Deletes a secret, unless something has written it since it was listed.</summary>
    public async Task<UnneededSecret> DeleteAsync(UnneededSecret secret, int recoveryWindowInDays, CancellationToken cancellationToken)
    {
        try
        {
            // The list can be minutes late.
            return await pruner.FindChangeAsync(secret, cancellationToken).ConfigureAwait(false) is { } change
                ? secret with { Action = PruneAction.Keep, Reason = change }
                : await pruner.DeleteAsync(secret, recoveryWindowInDays, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What was deleted before must still be shown.
            return secret with { Action = PruneAction.Failed, Reason = "The command was canceled, so it is not known whether it was deleted." };
        }
        catch (Exception exception)
        {
            return secret with { Action = PruneAction.Failed, Reason = ErrorFormatter.Format(exception).Message };
        }
    }

    private UnneededSecret Describe(ListedSecret secret, string team)
    {
        var reason = secret.KeepReason
            ?? (secret.RotatedAt > time.GetUtcNow() - MinAge ? "It was rotated less than an hour ago, so something may still rotate it: check that the files are complete." : null);
        return new()
        {
            Name = secret.Name,
            Team = team,
            Action = reason is null ? PruneAction.WouldDelete : PruneAction.Keep,
            RotatedAt = secret.RotatedAt,
            LastReadOn = secret.LastReadOn,
            Reason = reason,
        };
    }
}
