namespace Concourse.CredentialRotation;

/// <summary>What must hold for the names that a path strategy returns.</summary>
internal enum SecretNameRule
{
    /// <summary>There is a name for each context, and no exception.</summary>
    Returned,

    /// <summary>A context always has the same name.</summary>
    Deterministic,

    /// <summary>The store allows the name.</summary>
    Allowed,

    /// <summary>The name is below the prefix.</summary>
    WithinPrefix,

    /// <summary>No other context has the same name.</summary>
    Distinct,
}
