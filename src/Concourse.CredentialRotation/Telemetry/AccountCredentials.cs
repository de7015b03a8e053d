namespace Concourse.CredentialRotation;

/// <summary>The credentials that the pipelines of an account read.</summary>
/// <param name="WrittenAt">When their rotation began; null when it is not known.</param>
/// <param name="Expiration">When they expire; null when it is not known, or they cannot be used.</param>
/// <param name="AreUnusable">Whether pipelines cannot use what they read, because secrets are missing or belong to different rotations.</param>
internal readonly record struct AccountCredentials(DateTimeOffset? WrittenAt, DateTimeOffset? Expiration, bool AreUnusable);
