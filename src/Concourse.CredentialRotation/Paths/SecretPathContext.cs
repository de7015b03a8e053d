namespace Concourse.CredentialRotation;

/// <summary>
/// What the name of a secret depends on. All three must be part of the name: <c>SecretPathCheck</c> in the package
/// <c>Concourse.CredentialRotation.Testing</c> finds two contexts with the same name.
/// </summary>
public sealed record SecretPathContext
{
    /// <summary>The team's name: any that <see cref="CredentialRotation.Team"/> allows, not only names of teams that exist.</summary>
    public required string Team { get; init; }

    /// <summary>The team's name for the account: any that <see cref="CredentialRotation.Account"/> allows.</summary>
    public required string Account { get; init; }

    /// <summary>What the secret holds.</summary>
    public required SecretContent Content { get; init; }
}
