using System.Runtime.CompilerServices;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Reads access key IDs from Secrets Manager.</summary>
internal sealed class SecretsManagerKeys(IAmazonSecretsManager secretsManager, RequestThrottling throttling) : IAccessKeyReader
{
    private static readonly string[] Stages = [SecretStages.Current, SecretStages.Previous, SecretStages.Pending];

    public Task<StoredAccessKey> ReadCurrentAsync(AccountSet set, CancellationToken cancellationToken) => ReadAsync(set.Entries, SecretStages.Current, cancellationToken);

    public async IAsyncEnumerable<StoredAccessKey> ReadVersionsAsync(IReadOnlyList<SecretEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? currentSince = null;
        foreach (var stage in Stages)
        {
            var key = await ReadAsync(entries, stage, cancellationToken).ConfigureAwait(false);
            currentSince = stage is SecretStages.Current ? key.RotationId?.CreatedAt : currentSince;
            yield return stage is SecretStages.Previous ? key with { ReplacedAt = currentSince } : key;
            if (key.Error is not null)
            {
                yield break;
            }
        }
    }

    private async Task<StoredAccessKey> ReadAsync(IReadOnlyList<SecretEntry> entries, string stage, CancellationToken cancellationToken)
    {
        var entry = AccessKeyValue.FindEntry(entries);
        try
        {
            var response = await throttling.SendAsync(
                Urgency.Patient,
                token => secretsManager.GetSecretValueAsync(new GetSecretValueRequest { SecretId = entry.Name, VersionStage = stage }, token),
                cancellationToken).ConfigureAwait(false);
            var (id, expiration) = AccessKeyValue.Parse(entry.Content, response.SecretString);
            return new() { Stage = stage, AccessKeyId = id, Expiration = expiration, RotationId = RotationId.TryParse(response.VersionId, out var rotation) ? rotation : null };
        }
        catch (ResourceNotFoundException)
        {
            return new() { Stage = stage };
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new() { Stage = stage, Error = ErrorFormatter.Format(exception) };
        }
    }
}
