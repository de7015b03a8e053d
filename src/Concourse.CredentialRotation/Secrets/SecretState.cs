namespace Concourse.CredentialRotation;

/// <summary>What one secret of a set looked like when it was read.</summary>
/// <param name="Location">The secret.</param>
/// <param name="Exists">Whether there is such a secret.</param>
/// <param name="CurrentVersionId">The id of the version that readers get (in Secrets Manager the one labelled AWSCURRENT); null when there is none.</param>
public sealed record SecretState(SecretLocation Location, bool Exists, string? CurrentVersionId);
