namespace Concourse.CredentialRotation.LocalAws;

/// <summary>One version of a parameter.</summary>
internal sealed record LocalParameterVersion
{
    public required int Number { get; init; }

    public required string Value { get; init; }

    public required string Type { get; init; }

    public required string Tier { get; init; }

    public string? Description { get; init; }

    /// <summary>The KMS key of a SecureString.</summary>
    public string? KeyId { get; init; }

    public required DateTimeOffset ModifiedAt { get; init; }

    public bool IsLabeled { get; init; }
}
