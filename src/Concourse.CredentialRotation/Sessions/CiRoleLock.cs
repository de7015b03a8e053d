namespace Concourse.CredentialRotation;

/// <summary>Whom a CI role can be assumed for.</summary>
public enum CiRoleLock
{
    /// <summary>For its own team and no other: its trust policy asks for the team's external id.</summary>
    Locked,

    /// <summary>For any team: its trust policy asks for no external id, or for one that others have too.</summary>
    Open,

    /// <summary>Not for its team: its trust policy does not admit the caller with the team's external id, or the caller's own policy forbids it.</summary>
    NotAssumable,
}
