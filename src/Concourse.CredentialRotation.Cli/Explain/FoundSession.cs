namespace Concourse.CredentialRotation.Cli;

/// <summary>The session of an access key, as the secrets of its account have it.</summary>
internal sealed record FoundSession
{
    public required string Team { get; init; }

    public required string Account { get; init; }

    public required string RoleArn { get; init; }

    /// <summary>Which version has the access key: AWSCURRENT, AWSPREVIOUS or AWSPENDING; in Parameter Store <c>current</c> or <c>earlier</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>The number of that version, which only a parameter has.</summary>
    public long? Version { get; init; }

    public required SecretLayout Layout { get; init; }

    /// <summary>The condition of the set now.</summary>
    public required SetCondition Condition { get; init; }

    public string? RotationId { get; init; }

    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>When the session ends or ended.</summary>
    public DateTimeOffset? Expiration { get; init; }

    public bool? IsExpirationEstimated { get; init; }

    /// <summary>When the next version replaced it; null while it is current.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }
}
