namespace Concourse.CredentialRotation.Testing;

/// <summary>The rules that <see cref="SecretPathCheck"/> checks a path strategy against.</summary>
public enum SecretPathRule
{
    /// <summary>The strategy returns a name for every team, account and content, and does not throw.</summary>
    ReturnsName,

    /// <summary>The strategy returns the same name every time.</summary>
    Deterministic,

    /// <summary>The strategy returns a different name for every team, account and content.</summary>
    Distinct,

    /// <summary>The names are allowed by the store (<see cref="SecretPathCheckOptions.ValidateName"/>).</summary>
    AllowedByStore,

    /// <summary>The names start with <see cref="SecretPathCheckOptions.PathPrefix"/>.</summary>
    WithinPrefix,

    /// <summary>A pipeline of the team can read the secret with a variable, or the pipeline that it is meant for.</summary>
    ReadableByTeam,

    /// <summary>No variable in a pipeline of another team reads the secret.</summary>
    UnreachableByOtherTeams,

    /// <summary>
    /// If a secret is meant for one pipeline (<see cref="SecretPathCheckOptions.GetPipeline"/>), no variable in another pipeline of the team reads it.
    /// </summary>
    UnreachableByOtherPipelines,

    /// <summary>The variable does not need quotation marks. Breaking this rule is only <see cref="FindingSeverity.Information"/>.</summary>
    Unquoted,
}
