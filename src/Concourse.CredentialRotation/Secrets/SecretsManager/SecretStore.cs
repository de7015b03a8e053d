using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>The requests to Secrets Manager that the protocol is made of. Every write carries a version ID, so repeating it changes nothing.</summary>
internal sealed class SecretStore(
    Lazy<IAmazonSecretsManager> secretsManager, RequestThrottling throttling, IOptions<SecretsManagerOptions> options, ProtocolTimings timings, TimeProvider time)
{
    /// <summary>The description of the secrets that a rotation creates.</summary>
    public const string Description = "Short-lived AWS credentials for a Concourse team; written by Concourse.CredentialRotation.";

    private const string Current = "AWSCURRENT";
    private const string Pending = "AWSPENDING";

    private readonly SecretsManagerOptions _options = options.Value;
    private readonly Backoff _backoff = new(timings, time);

    /// <summary>Reads a secret's state.</summary>
    public async Task<SecretState> ReadAsync(SecretEntry secret, Urgency urgency, CancellationToken cancellationToken)
    {
        try
        {
            var description = await throttling.SendAsync(
                urgency,
                token => secretsManager.Value.DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret.Name }, token),
                cancellationToken).ConfigureAwait(false);
            return new()
            {
                Entry = secret,
                Exists = true,
                CurrentVersionId = FindVersion(description, Current),
                PendingVersionId = FindVersion(description, Pending),
                IsScheduledForDeletion = description.DeletedDate is not null,
                KmsKeyId = description.KmsKeyId,
            };
        }
        catch (ResourceNotFoundException)
        {
            return new() { Entry = secret, Exists = false };
        }
    }

    /// <summary>Reads a secret that is being written. If it is scheduled for deletion, restores it and adds its name to those that were restored.</summary>
    public async Task<SecretState> ReadRestoredAsync(SecretEntry secret, ConcurrentQueue<string> restored, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(secret, Urgency.Urgent, cancellationToken).ConfigureAwait(false);
        return state.IsScheduledForDeletion ? await RestoreAsync(state, restored, Urgency.Urgent, cancellationToken).ConfigureAwait(false) : state;
    }

    /// <summary>Restores a secret that is scheduled for deletion, and adds its name to those that were restored.</summary>
    public async Task<SecretState> RestoreAsync(
        SecretState secret, ConcurrentQueue<string> restored, Urgency urgency, CancellationToken cancellationToken)
    {
        await throttling.SendAsync(
            urgency,
            token => secretsManager.Value.RestoreSecretAsync(new RestoreSecretRequest { SecretId = secret.Name }, token),
            cancellationToken).ConfigureAwait(false);
        restored.Enqueue(secret.Name);
        return secret with { IsScheduledForDeletion = false };
    }

    /// <summary>Creates a secret, or the first version of one that has none; false when the caller has to read what is there now. The caller paces the request.</summary>
    public async Task<bool> CreateAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken)
    {
        if (secret.Exists)
        {
            // The secret has no version yet. Its first version becomes current whatever its label, so only reading again tells whose it is.
            await PutPendingAsync(secret, versionId, value, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await foreach (var isLast in _backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await secretsManager.Value.CreateSecretAsync(
                    new CreateSecretRequest
                    {
                        Name = secret.Name,
                        Description = Description,
                        ClientRequestToken = versionId,
                        SecretString = value,
                        KmsKeyId = _options.KmsKeyId,
                        Tags = _options.Tags.Count == 0 ? null : [.. _options.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
                    },
                    cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (ResourceExistsException)
            {
                return false;
            }
            catch (InvalidRequestException) when (!isLast)
            {
                // For a while after a secret was deleted for good, its name is still taken: "already scheduled for deletion", although the secret is not found.
            }
        }

        throw new UnreachableException();
    }

    /// <summary>Puts a value that no reader gets yet. The caller paces the request.</summary>
    public async Task PutPendingAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken)
    {
        await foreach (var isLast in _backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await PutAsync(secret, versionId, value, Pending, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (AmazonSecretsManagerException exception) when (!isLast && (exception is ResourceNotFoundException or InvalidRequestException))
            {
                // Secrets Manager is eventually consistent: a secret that was just created or restored may still be unknown or deleted for a moment.
            }
        }
    }

    /// <summary>Puts a value that readers get at once. The caller paces the request, and reads the secret after a failure.</summary>
    public Task PutCurrentAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken) =>
        PutAsync(secret, versionId, value, Current, cancellationToken);

    /// <summary>Compare-and-swap: makes a version current if the expected one still is. The caller paces the request.</summary>
    public Task MoveCurrentAsync(string name, string? from, string to, CancellationToken cancellationToken) =>
        secretsManager.Value.UpdateSecretVersionStageAsync(
            new UpdateSecretVersionStageRequest { SecretId = name, VersionStage = Current, MoveToVersionId = to, RemoveFromVersionId = from },
            cancellationToken);

    private async Task PutAsync(SecretState secret, string versionId, string value, string label, CancellationToken cancellationToken)
    {
        try
        {
            await secretsManager.Value.PutSecretValueAsync(
                new PutSecretValueRequest { SecretId = secret.Name, ClientRequestToken = versionId, SecretString = value, VersionStages = [label] },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The request does not have the key, but the remedy for a rejection by KMS names it.
            AwsOperation.AddKey(exception, secret.KmsKeyId);
            throw;
        }
    }

    private static string? FindVersion(DescribeSecretResponse description, string label) =>
        description.VersionIdsToStages?.FirstOrDefault(version => version.Value.Contains(label)).Key;
}
