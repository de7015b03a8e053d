using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Checks by attempts whether a CI role is locked to its team.</summary>
internal sealed class CiRoleInspector(RoleSessions sessions) : ICiRoleInspector
{
    public async Task<CiRoleInspection> InspectAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(team);
        ArgumentNullException.ThrowIfNull(account);
        try
        {
            return new() { Lock = await DetermineLockAsync(team, account, cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new() { Lock = CiRoleLock.Unknown, Error = ErrorFormatter.Format(exception) };
        }
    }

    private async Task<CiRoleLock> DetermineLockAsync(Team team, Account account, CancellationToken cancellationToken)
    {
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
            await sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "AccessDenied")
        {
            return false;
        }
    }
}
