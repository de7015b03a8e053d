namespace Concourse.CredentialRotation;

/// <summary>For whom a CI role can be assumed.</summary>
public enum CiRoleLock
{
    /// <summary>It could not be determined. <see cref="CiRoleInspection.Error"/> says why.</summary>
    Unknown,

    /// <summary>Only for its own team: its trust policy requires the team's external ID.</summary>
    Locked,

    /// <summary>For any team: its trust policy requires no external ID, or one that other teams have as well.</summary>
    Open,

    /// <summary>
    /// Not for its team: its trust policy does not allow the caller with the team's external ID, or the caller's own policy does not allow to assume it.
    /// </summary>
    NotAssumable,
}
