namespace Concourse.CredentialRotation;

/// <summary>The steps of one account's rotation, in their order.</summary>
public enum RotationStep
{
    /// <summary>The set's present state is read.</summary>
    Inspect,

    /// <summary>The account's role is assumed.</summary>
    Assume,

    /// <summary>The new session is asked who it is.</summary>
    Verify,

    /// <summary>The new values are put where no pipeline reads them yet.</summary>
    Stage,

    /// <summary>The new values become what pipelines read.</summary>
    Promote,
}
