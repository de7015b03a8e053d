using Amazon.SimpleSystemsManagement;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>A value that is to be written to a parameter.</summary>
internal sealed class ParameterValue
{
    /// <summary>The parameter as it is. The request is to create the version after its current one.</summary>
    public required ParameterState Parameter { get; init; }

    /// <summary>The value. Never log it.</summary>
    public required string Value { get; init; }

    public required string Description { get; init; }

    /// <summary>The KMS key; null for aws/ssm.</summary>
    public required string? KeyId { get; init; }

    public required ParameterTier Tier { get; init; }

    /// <summary>The tags, if the parameter does not exist yet.</summary>
    public IDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
