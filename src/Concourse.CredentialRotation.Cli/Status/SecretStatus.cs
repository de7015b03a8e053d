namespace Concourse.CredentialRotation.Cli;

/// <summary>One secret of an account.</summary>
internal sealed record SecretStatus
{
    public required string Name { get; init; }

    public required bool Exists { get; init; }

    /// <summary>The ID of the version that readers get; in Parameter Store, its number.</summary>
    public string? VersionId { get; init; }

    /// <summary>The rotation that wrote that version, if it is not the ID of the version itself; null when something else wrote it.</summary>
    public string? RotationId { get; init; }

    /// <summary>When the rotation of that version began; null when something else wrote it.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    public bool? IsScheduledForDeletion { get; init; }

    public string? KmsKeyId { get; init; }

    /// <summary>The tier, which only a parameter has.</summary>
    public string? Tier { get; init; }
}
