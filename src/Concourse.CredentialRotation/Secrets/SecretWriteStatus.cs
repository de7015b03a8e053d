namespace Concourse.CredentialRotation;

/// <summary>How writing one set of secrets ended.</summary>
public enum SecretWriteStatus
{
    /// <summary>The whole set was written.</summary>
    Written,

    /// <summary>Another rotation wrote the whole set in the meantime.</summary>
    Superseded,

    /// <summary>Nothing that readers get has changed.</summary>
    Failed,

    /// <summary>It is not known whether the set was written. Readers get either all of it or all of what was there before.</summary>
    Unknown,

    /// <summary>Readers can get parts of different sessions, and rolling back failed.</summary>
    Torn,
}
