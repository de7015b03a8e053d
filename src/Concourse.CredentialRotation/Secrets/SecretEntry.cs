namespace Concourse.CredentialRotation;

/// <summary>One secret of an account: its name in the store, and what it holds.</summary>
public sealed record SecretEntry
{
    /// <summary>The secret's name, such as <c>/concourse/example-team/divx-lab-access-key</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the secret holds.</summary>
    public required SecretContent Content { get; init; }
}
