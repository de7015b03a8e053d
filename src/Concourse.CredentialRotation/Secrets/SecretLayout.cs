namespace Concourse.CredentialRotation;

/// <summary>How the credentials of an account are divided among secrets.</summary>
public enum SecretLayout
{
    /// <summary>
    /// Three secrets: one each for the access key ID, the secret access key and the session token. A reader needs all three, so one that reads while they
    /// are promoted can get parts of two sessions.
    /// </summary>
    Separate,

    /// <summary>One secret with all of them, as JSON. A reader that reads the value once gets either all of one session or all of another.</summary>
    Combined,

    /// <summary>The secrets of both layouts: four, which change together. It is meant for moving pipelines from one layout to the other.</summary>
    Both,
}
