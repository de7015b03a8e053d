namespace Concourse.CredentialRotation;

/// <summary>How the writing of one set ended.</summary>
public enum SecretWriteStatus
{
    /// <summary>The whole set is written.</summary>
    Written,

    /// <summary>Another rotation wrote the whole set meanwhile.</summary>
    Superseded,

    /// <summary>Nothing that readers get has changed.</summary>
    Failed,

    /// <summary>Readers can get parts of different sessions, and it could not be put right.</summary>
    Torn,
}
