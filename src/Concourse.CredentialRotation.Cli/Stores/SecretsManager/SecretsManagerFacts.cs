using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Secrets Manager.</summary>
internal sealed class SecretsManagerFacts(IOptions<SecretsManagerOptions> options) : IStoreFacts
{
    public const string GetSecretValue = "secretsmanager:GetSecretValue";

    public string Noun => "secret";

    public string ReadPermission => GetSecretValue;

    public string WriteOperation => "PutSecretValue";

    public string SearchedVersions => "the current or the previous version of its secrets";

    public IReadOnlyList<SecretStatus> Describe(SecretSetState state) => [.. ((state as SecretsManagerSetState)?.Set.Secrets ?? []).Select(Describe)];

    public IEnumerable<StoreWarning> FindWarnings(SecretSetState state) => state is SecretsManagerSetState { Set: var set }
        ? SetWarnings.For(set, [], options.Value.KmsKeyId).Select(warning => new StoreWarning(warning, "docs/operations.md, Change the KMS key, has the steps."))
        : [];

    private static SecretStatus Describe(SecretState secret) => new()
    {
        Name = secret.Name,
        Exists = secret.Exists,
        VersionId = secret.CurrentVersionId,
        RotatedAt = RotationId.TryParse(secret.CurrentVersionId, out var rotation) ? rotation.CreatedAt : null,
        IsScheduledForDeletion = secret.Exists ? secret.IsScheduledForDeletion : null,
        KmsKeyId = secret.KmsKeyId,
    };
}
