namespace Concourse.CredentialRotation;

/// <summary>What one secret of a set looked like when it was read.</summary>
/// <param name="Location">The secret.</param>
/// <param name="Exists">Whether there is such a secret.</param>
/// <param name="CurrentVersionId">The id of the version that readers get (in Secrets Manager the one labelled AWSCURRENT); null when there is none.</param>
public sealed record SecretState(SecretLocation Location, bool Exists, string? CurrentVersionId)
{
    /// <summary>Whether the secret is scheduled for deletion, so that readers do not get it.</summary>
    public bool IsScheduledForDeletion { get; init; }

    /// <summary>The id of the version that was staged last (in Secrets Manager the one labelled AWSPENDING); null when there is none.</summary>
    public string? PendingVersionId { get; init; }

    /// <summary>The KMS key that encrypts the secret, as the store names it; null for the store's default key.</summary>
    public string? KmsKeyId { get; init; }
}
