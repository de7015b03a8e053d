namespace Concourse.CredentialRotation.Cli;

/// <summary>What a version of a secret says about its session, and nothing that is secret.</summary>
internal sealed record StoredAccessKey
{
    /// <summary>Which version it is: a staging label of Secrets Manager, or <c>current</c> or <c>earlier</c> in Parameter Store.</summary>
    public required string Stage { get; init; }

    /// <summary>The number of the version, which only a parameter has.</summary>
    public long? Version { get; init; }

    /// <summary>The access key ID; null when the value has none, there is no such version, or it could not be read.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>When the session ends, which only the combined secret says.</summary>
    public DateTimeOffset? Expiration { get; init; }

    /// <summary>The rotation that wrote the version; null when something else did.</summary>
    public RotationId? RotationId { get; init; }

    /// <summary>When the next version became current; null while this one is, or if it is not known.</summary>
    public DateTimeOffset? ReplacedAt { get; init; }

    /// <summary>Why the value could not be read.</summary>
    public RotationError? Error { get; init; }
}
