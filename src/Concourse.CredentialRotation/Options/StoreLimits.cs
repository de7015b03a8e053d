namespace Concourse.CredentialRotation;

/// <summary>What the engine needs of a store's options.</summary>
/// <param name="MaxConcurrency">The default of <see cref="CredentialRotationOptions.MaxConcurrency"/>; null for the engine's own.</param>
/// <param name="ReserveName">The key of the option that is the store's <see cref="ISecretWriter.CommitReserve"/>; null when there is none.</param>
/// <param name="Reserve">Its value.</param>
internal sealed record StoreLimits(int? MaxConcurrency, string? ReserveName, TimeSpan Reserve);
