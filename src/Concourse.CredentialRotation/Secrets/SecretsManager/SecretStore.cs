using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Microsoft.Extensions.Options;
using Polly;

namespace Concourse.CredentialRotation;

/// <summary>The calls of Secrets Manager that the protocol is made of. Every write carries a version id, so that a repeated one changes nothing.</summary>
internal sealed class SecretStore
{
    private const string Current = "AWSCURRENT";
    private const string Pending = "AWSPENDING";

    private readonly IAmazonSecretsManager _secretsManager;
    private readonly WritePacer _pacer;
    private readonly CredentialRotationOptions _options;
    private readonly ResiliencePipeline _late;

    public SecretStore(IAmazonSecretsManager secretsManager, WritePacer pacer, IOptions<CredentialRotationOptions> options, TimeProvider time)
    {
        (_secretsManager, _pacer, _options) = (secretsManager, pacer, options.Value);

        // Secrets Manager is eventually consistent: what was just created or restored may be unknown or deleted for a moment more.
        _late = Backoff.While(new PredicateBuilder().Handle<ResourceNotFoundException>().Handle<InvalidRequestException>(), _options, time);
    }

    /// <summary>Reads a secret's state; one that is scheduled for deletion is restored first.</summary>
    public async Task<SecretState> ReadAsync(SecretLocation secret, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _secretsManager
                .DescribeSecretAsync(new DescribeSecretRequest { SecretId = secret.Name }, cancellationToken).ConfigureAwait(false);
            if (answer.DeletedDate is not null)
            {
                await _secretsManager.RestoreSecretAsync(new RestoreSecretRequest { SecretId = secret.Name }, cancellationToken).ConfigureAwait(false);
            }

            return new(secret, Exists: true, answer.VersionIdsToStages?.FirstOrDefault(version => version.Value.Contains(Current)).Key);
        }
        catch (ResourceNotFoundException)
        {
            return new(secret, Exists: false, CurrentVersionId: null);
        }
    }

    /// <summary>Gives a secret its first version; false when somebody else did it first.</summary>
    public async Task<bool> CreateAsync(SecretState secret, string versionId, string value, CancellationToken cancellationToken)
    {
        if (secret.Exists)
        {
            // Without any version yet, and a first version becomes current whatever its label; who was first is told by reading again.
            await PutPendingAsync(secret.Location, versionId, value, cancellationToken).ConfigureAwait(false);
            return false;
        }

        await _pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _secretsManager.CreateSecretAsync(
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
    }

    /// <summary>Puts a value that no reader gets yet.</summary>
    public async Task PutPendingAsync(SecretLocation secret, string versionId, string value, CancellationToken cancellationToken) =>
        await _late.ExecuteAsync(
            async token =>
            {
                await _pacer.WaitAsync(token).ConfigureAwait(false);
                await _secretsManager.PutSecretValueAsync(
                    new PutSecretValueRequest { SecretId = secret.Name, ClientRequestToken = versionId, SecretString = value, VersionStages = [Pending] },
                    token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Compare-and-swap: makes a version current, provided that the one that is expected still is.</summary>
    public async Task MoveCurrentAsync(SecretLocation secret, string? from, string to, CancellationToken cancellationToken)
    {
        await _pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
        await _secretsManager.UpdateSecretVersionStageAsync(
            new UpdateSecretVersionStageRequest { SecretId = secret.Name, VersionStage = Current, MoveToVersionId = to, RemoveFromVersionId = from },
            cancellationToken).ConfigureAwait(false);
    }
}
