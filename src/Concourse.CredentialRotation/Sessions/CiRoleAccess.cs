namespace Concourse.CredentialRotation;

/// <summary>For whom the role in a target account, the CI role, can be assumed.</summary>
public enum CiRoleAccess
{
    /// <summary>It could not be determined. <see cref="CiRoleInspection.Error"/> says why.</summary>
    Unknown,

    /// <summary>Only for its own team: its trust policy requires the team's external ID.</summary>
    OwnTeamOnly,

    /// <summary>For any team: its trust policy requires no external ID, or one that other teams have as well.</summary>
    AnyTeam,

    /// <summary>
    /// Not for its team: its trust policy does not allow the caller with the team's external ID, or the caller's own policy does not allow to assume it.
    /// </summary>
    Denied,
}
