namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>What a <see cref="VersionedStoreWriter"/> read.</summary>
internal sealed record VersionedSetState : SecretSetState
{
    public required IReadOnlyList<StoredValue?> Values { get; init; }

    /// <summary>The rotation that wrote all of them; null when the set is not complete.</summary>
    public required RotationId? Owner { get; init; }

    // Records print their properties, and these are secrets.
    public override string ToString() => ShowsValues ? $"{Status}: {string.Join(", ", Values)}" : $"{Status}";

    public bool ShowsValues { get; init; }
}
