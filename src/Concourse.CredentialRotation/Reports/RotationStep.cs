namespace Concourse.CredentialRotation;

/// <summary>The steps of the rotation of one account, in their order.</summary>
public enum RotationStep
{
    /// <summary>Read the state of the account's secrets.</summary>
    Inspect,

    /// <summary>Assume the account's role.</summary>
    Assume,

    /// <summary>Verify that the new session is one of that role.</summary>
    Verify,

    /// <summary>Write the new values where no pipeline reads them yet.</summary>
    Stage,

    /// <summary>Make the new values what pipelines read.</summary>
    Promote,
}
