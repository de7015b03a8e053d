namespace Concourse.CredentialRotation;

/// <summary>One secret as DescribeSecret showed it.</summary>
internal sealed record SecretState
{
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(30);

    public required SecretEntry Entry { get; init; }

    public required bool Exists { get; init; }

    /// <summary>The ID of the version that is labeled AWSCURRENT, which readers get; null when there is none.</summary>
    public string? CurrentVersionId { get; init; }

    /// <summary>The ID of the version that is labeled AWSPENDING, which was staged last; null when there is none.</summary>
    public string? PendingVersionId { get; init; }

    /// <summary>Whether the secret is scheduled for deletion, so that nobody can read it.</summary>
    public bool IsScheduledForDeletion { get; init; }

    /// <summary>Whether this rotation has created the secret.</summary>
    public bool IsNew { get; init; }

    /// <summary>The KMS key that encrypts the secret; null for aws/secretsmanager.</summary>
    public string? KmsKeyId { get; init; }

    public string Name => Entry.Name;

    /// <summary>The rotation that staged the pending version and did not promote it, and is probably no longer in progress; null when there is none.</summary>
    public RotationId? FindAbandoned(DateTimeOffset now) =>
        PendingVersionId != CurrentVersionId && RotationId.TryParse(PendingVersionId, out var staged) && now - staged.CreatedAt > AbandonedAfter ? staged : null;
}
