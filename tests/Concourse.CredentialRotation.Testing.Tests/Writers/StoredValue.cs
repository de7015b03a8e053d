namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>A value with what its writer recorded beside it.</summary>
internal sealed record StoredValue(string Value, RotationId? RotationId = null, DateTimeOffset? WrittenAt = null);
