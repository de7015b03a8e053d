namespace Concourse.CredentialRotation;

/// <summary>The condition of an account's secrets when they were read.</summary>
public enum SecretSetStatus
{
    /// <summary>None of the secrets exists.</summary>
    Missing,

    /// <summary>A reader gets all of the secrets, and they belong together as far as the store can tell.</summary>
    Complete,

    /// <summary>A reader can get parts of different sessions, or only some of the secrets.</summary>
    Torn,

    /// <summary>The secrets could not be read. <see cref="SecretSetState.Error"/> says why.</summary>
    Unreadable,
}
