using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>
/// Looks whether a CI role that is taken on is locked to its team, by trying it with the team's external id and with that of a team that
/// does not exist. The sessions are thrown away.
/// </summary>
public sealed class CiRoleInspector
{
    private readonly RoleSessions _sessions;

    internal CiRoleInspector(RoleSessions sessions) => _sessions = sessions;

    /// <summary>Tries a role.</summary>
    /// <param name="team">The team whose role it is meant to be.</param>
    /// <param name="account">The account with the role.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Whom the role can be assumed for.</returns>
    /// <exception cref="AmazonClientException">STS did not answer, or otherwise than by a session or <c>AccessDenied</c>.</exception>
    public async Task<CiRoleLock> InspectAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(account);
        if (!await CanBeAssumedAsync(team, account, cancellationToken).ConfigureAwait(false))
        {
            return CiRoleLock.NotAssumable;
        }

        var nobody = team with { Name = $"nobody-{Guid.NewGuid():N}" };
        return await CanBeAssumedAsync(nobody, account, cancellationToken).ConfigureAwait(false) ? CiRoleLock.Open : CiRoleLock.Locked;
    }

    private async Task<bool> CanBeAssumedAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        try
        {
            await _sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonServiceException refused) when (refused.ErrorCode is "AccessDenied")
        {
            return false;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Without the cause, which may quote the answer, and so a session.
            throw new AmazonClientException(Problem.Describe(problem));
        }
    }
}
