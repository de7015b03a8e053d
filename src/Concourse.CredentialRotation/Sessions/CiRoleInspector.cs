using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Finds out by attempts for whom a role can be assumed.</summary>
internal sealed class CiRoleInspector(RoleSessions sessions) : ICiRoleInspector
{
    public async Task<CiRoleInspection> InspectAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(account);
        try
        {
            return new() { Access = await DetermineAccessAsync(team, account, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new() { Access = CiRoleAccess.Unknown, Error = ErrorFormatter.Format(exception) };
        }
    }

    private async Task<CiRoleAccess> DetermineAccessAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        if (!await CanBeAssumedAsync(team, account, sessions.GetExternalId(team.Name), cancellationToken).ConfigureAwait(false))
        {
            return CiRoleAccess.Denied;
        }

        // Nothing but the external ID differs, so that no other condition of the trust policy is mistaken for it.
        var ofNoTeam = sessions.GetExternalId($"nobody-{Guid.NewGuid():N}");
        return await CanBeAssumedAsync(team, account, ofNoTeam, cancellationToken).ConfigureAwait(false) ? CiRoleAccess.AnyTeam : CiRoleAccess.OwnTeamOnly;
    }

    private async Task<bool> CanBeAssumedAsync(Team team, Account account, string externalId, CancellationToken cancellationToken)
    {
        try
        {
            await sessions.AssumeAsync(team, account, externalId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonServiceException exception) when (
            exception.ErrorCode is "AccessDenied" && AwsOperation.TryFind(exception, out var operation) && operation.Name is "sts:AssumeRole")
        {
            return false;
        }
    }
}
