using Amazon.SimpleSystemsManagement;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>One parameter as DescribeParameters showed it, or as this rotation has written it since. It has no value.</summary>
internal sealed record ParameterState
{
    public required SecretEntry Entry { get; init; }

    /// <summary>The number of the current version, which readers get; 0 when the parameter does not exist.</summary>
    public long Version { get; init; }

    public string? Description { get; init; }

    public string? KeyId { get; init; }

    /// <summary>The tier; null when the parameter does not exist.</summary>
    public ParameterTier? Tier { get; init; }

    /// <summary>The type; null when the parameter does not exist.</summary>
    public ParameterType? Type { get; init; }

    public string Name => Entry.Name;

    public bool Exists => Version > 0;

    /// <summary>The rotation that the description names. Something else may have overwritten the value since.</summary>
    public RotationId? Named => RotationMark.Find(Description)?.RotationId;

    /// <summary>The rotation that wrote the current version; null when something else did.</summary>
    public RotationId? WrittenBy => RotationMark.Find(Description) is { } mark && mark.Version == Version ? mark.RotationId : null;
}
