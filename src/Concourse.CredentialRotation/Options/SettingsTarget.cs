namespace Concourse.CredentialRotation;

/// <summary>The options that settings are read into.</summary>
internal sealed record SettingsTarget(CredentialRotationOptions Engine, SecretsManagerOptions Store);
