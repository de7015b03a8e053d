namespace Concourse.CredentialRotation.Cli;

/// <summary>The credentials of one account.</summary>
internal sealed record AccountStatus
{
    public required string Team { get; init; }

    public required string Account { get; init; }

    public required SetCondition Condition { get; init; }

    public required SecretLayout Layout { get; init; }

    /// <summary>The rotation that wrote the set.</summary>
    public string? RotationId { get; init; }

    public DateTimeOffset? RotatedAt { get; init; }

    public long? AgeSeconds { get; init; }

    public DateTimeOffset? Expiration { get; init; }

    public long? SecondsLeft { get; init; }

    /// <summary>Whether the expiration is the time of the rotation plus the duration of a session, and not read from the secret.</summary>
    public bool? IsExpirationEstimated { get; init; }

    public string? AccessKeyId { get; init; }

    /// <summary>Why the access key ID is not known.</summary>
    public string? AccessKeyError { get; init; }

    /// <summary>Why the secrets could not be read.</summary>
    public string? Error { get; init; }

    public required IReadOnlyList<SecretStatus> Secrets { get; init; }
}
