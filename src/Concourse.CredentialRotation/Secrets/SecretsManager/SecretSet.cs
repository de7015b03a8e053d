namespace Concourse.CredentialRotation;

/// <summary>The secrets of one account as they were read, the leader first.</summary>
internal sealed record SecretSet(IReadOnlyList<SecretState> Secrets)
{
    /// <summary>The secret whose current version says which rotation owns the set.</summary>
    public SecretState Leader => Secrets[0];

    public IEnumerable<SecretState> Followers => Secrets.Skip(1);

    public bool IsMissing => Secrets.All(secret => !secret.Exists);

    /// <summary>The secrets that the last abandoned rotation did not stage, although it staged others; none when no rotation was abandoned.</summary>
    public IReadOnlyList<SecretState> FindUnstaged(DateTimeOffset now)
    {
        var abandoned = Secrets.Select(secret => secret.FindAbandoned(now)).Max(rotation => rotation?.CreatedAt);
        return abandoned is null ? [] : [.. Secrets.Where(secret => secret.FindAbandoned(now)?.CreatedAt != abandoned)];
    }

    /// <summary>The version ID that is current in every secret; null when the set is missing or torn, or a secret is scheduled for deletion.</summary>
    public string? ConsistentVersionId =>
        Secrets.All(secret => secret.CurrentVersionId == Leader.CurrentVersionId && !secret.IsScheduledForDeletion) ? Leader.CurrentVersionId : null;
}
