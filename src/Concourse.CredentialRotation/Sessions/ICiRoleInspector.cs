namespace Concourse.CredentialRotation;

/// <summary>Checks whether the role in a target account, the CI role, can only be assumed for its own team.</summary>
public interface ICiRoleInspector
{
    /// <summary>
    /// Assumes a role with the team's external ID, and then with that of a team that does not exist. The sessions are discarded.
    /// </summary>
    /// <param name="team">The team that the role is meant for.</param>
    /// <param name="account">The account with the role.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>For whom the role can be assumed.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task<CiRoleInspection> InspectAsync(Team team, Account account, CancellationToken cancellationToken = default);
}
