using System.Collections.Concurrent;
using System.Diagnostics;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>The calls of Secrets Manager that the protocol is made of. Every write carries a version id, so that a repeated one changes nothing.</summary>
internal sealed class SecretStore(
    IAmazonSecretsManager secretsManager, RequestThrottling throttling, IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    private const string Current = "AWSCURRENT";
    private const string Pending = "AWSPENDING";

    private readonly CredentialRotationOptions _options = options.Value;
    private readonly Backoff _backoff = new(options.Value, time);

    /// <summary>Reads a secret's state.</summary>
    public async Task<SecretState> ReadAsync(SecretLocation secret, Urgency urgency, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await throttling.SendAsync(
                urgency,
                token => secretsManager.DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret.Name }, token),
                cancellationToken).ConfigureAwait(false);
            return new(secret, Exists: true, Holder(answer, Current))
            {
                IsScheduledForDeletion = answer.DeletedDate is not null,
                PendingVersionId = Holder(answer, Pending),
                KmsKeyId = answer.KmsKeyId,
            };
        }
        catch (ResourceNotFoundException)
        {
            return new(secret, Exists: false, CurrentVersionId: null);
        }
    }

    /// <summary>Reads the state of a secret that is being written; if it is scheduled for deletion it is restored first, and added to those restored.</summary>
    public async Task<SecretState> ReadRestoredAsync(SecretLocation secret, ConcurrentQueue<SecretLocation> restored, CancellationToken cancellationToken)
    {
        var state = await ReadAsync(secret, Urgency.Urgent, cancellationToken).ConfigureAwait(false);
        return state.IsScheduledForDeletion ? await RestoreAsync(state, restored, Urgency.Urgent, cancellationToken).ConfigureAwait(false) : state;
    }

    /// <summary>Takes back that a secret is scheduled for deletion, and adds it to those restored.</summary>
    public async Task<SecretState> RestoreAsync(
        SecretState secret, ConcurrentQueue<SecretLocation> restored, Urgency urgency, CancellationToken cancellationToken)
    {
        await throttling.SendAsync(
            urgency,
            token => secretsManager.RestoreSecretAsync(new RestoreSecretRequest { SecretId = secret.Location.Name }, token),
            cancellationToken).ConfigureAwait(false);
        restored.Enqueue(secret.Location);
        return secret with { IsScheduledForDeletion = false };
    }

    /// <summary>Gives a secret its first version; false when somebody else did it first. The caller paces it.</summary>
    public async Task<bool> CreateAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken)
    {
        if (secret.Exists)
        {
            // Without any version yet, and a first version becomes current whatever its label; who was first is told by reading again.
            await PutPendingAsync(secret, versionId, value, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await foreach (var isLast in _backoff.TriesAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await secretsManager.CreateSecretAsync(
                    new CreateSecretRequest
                    {
                        Name = secret.Location.Name,
                        Description = "Short-lived AWS credentials for a Concourse team; written by Concourse.CredentialRotation.",
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
                // For a while after a secret was deleted for good, its name is taken: "already scheduled for deletion", though it is not found.
            }
        }

        throw new UnreachableException();
    }

    /// <summary>Puts a value that no reader gets yet. The caller paces it.</summary>
    public async Task PutPendingAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken)
    {
        await foreach (var isLast in _backoff.TriesAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await secretsManager.PutSecretValueAsync(
                    new PutSecretValueRequest { SecretId = secret.Location.Name, ClientRequestToken = versionId, SecretString = value, VersionStages = [Pending] },
                    cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (AmazonSecretsManagerException late) when (!isLast && (late is ResourceNotFoundException or InvalidRequestException))
            {
                // Secrets Manager is eventually consistent: what was just created or restored may be unknown or deleted for a moment more.
            }
            catch (Exception exception)
            {
                // The request does not name the key, but the remedy for a refusal by KMS does.
                AwsOperation.AddKey(exception, secret.KmsKeyId);
                throw;
            }
        }
    }

    /// <summary>Compare-and-swap: makes a version current, provided that the one that is expected still is. The caller paces it.</summary>
    public Task MoveCurrentAsync(SecretLocation secret, string? from, string to, CancellationToken cancellationToken) =>
        secretsManager.UpdateSecretVersionStageAsync(
            new UpdateSecretVersionStageRequest { SecretId = secret.Name, VersionStage = Current, MoveToVersionId = to, RemoveFromVersionId = from },
            cancellationToken);

    private static string? Holder(DescribeSecretResponse answer, string label) =>
        answer.VersionIdsToStages?.FirstOrDefault(version => version.Value.Contains(label)).Key;
}
