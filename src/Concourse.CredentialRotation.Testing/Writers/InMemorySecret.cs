namespace Concourse.CredentialRotation.Testing;

/// <summary>One secret in memory.</summary>
/// <param name="Value">What readers get.</param>
/// <param name="RotationId">The rotation that wrote it; null when something else did.</param>
/// <param name="WrittenAt">When that rotation wrote it; null when something else did.</param>
internal sealed record InMemorySecret(string Value, RotationId? RotationId, DateTimeOffset? WrittenAt);
