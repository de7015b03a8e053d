namespace Concourse.CredentialRotation;

/// <summary>What the secrets of one account's credentials looked like when they were read.</summary>
/// <param name="Secrets">The secrets, the leader first.</param>
public sealed record SecretSetState(IReadOnlyList<SecretState> Secrets)
{
    /// <summary>The secret whose current version says which rotation owns the set.</summary>
    public SecretState Leader => Secrets[0];

    /// <summary>Whether none of the secrets exists.</summary>
    public bool IsAbsent => Secrets.All(secret => !secret.Exists);

    /// <summary>The version id that is current in every secret; null when the set is absent or torn, or a secret is scheduled for deletion.</summary>
    public string? ConsistentVersionId =>
        Secrets.All(secret => secret.CurrentVersionId == Leader.CurrentVersionId && !secret.IsScheduledForDeletion) ? Leader.CurrentVersionId : null;

    /// <summary>Whether a reader can get parts of different sessions, or not all parts.</summary>
    public bool IsTorn => !IsAbsent && ConsistentVersionId is null;
}
