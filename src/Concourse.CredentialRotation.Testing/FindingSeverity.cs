namespace Concourse.CredentialRotation.Testing;

/// <summary>How serious a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Something to know. Nothing has to change.</summary>
    Information,

    /// <summary>Credentials could be unreadable, mixed up, or visible to another team.</summary>
    Error,
}
