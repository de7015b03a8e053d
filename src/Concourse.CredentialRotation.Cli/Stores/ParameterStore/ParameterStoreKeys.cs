using System.Runtime.CompilerServices;
using Amazon.SimpleSystemsManagement.Model;
using Concourse.CredentialRotation.ParameterStore;

namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// Reads access key IDs from Parameter Store. Earlier versions come from GetParameterHistory: it tells which rotation wrote each of them, and does not use the
/// quota of GetParameter, which Concourse needs.
/// </summary>
internal sealed class ParameterStoreKeys(IParameterStoreClient client, RequestThrottling throttling) : IAccessKeyReader
{
    private const string Current = "current";
    private const string Earlier = "earlier";
    private const int MaxPageSize = 50;

    public async Task<StoredAccessKey> ReadCurrentAsync(AccountSet set, CancellationToken cancellationToken)
    {
        var entry = AccessKeyValue.FindEntry(set.Entries);
        try
        {
            var request = new GetParameterRequest { Name = entry.Name, WithDecryption = true };
            var response = await throttling.SendAsync(Urgency.Patient, token => client.GetParameterAsync(request, token), cancellationToken).ConfigureAwait(false);
            var (id, expiration) = AccessKeyValue.Parse(entry.Content, response.Parameter.Value);

            // The response does not have the description, which names the rotation. If another version was seen with it, the rotation is not known.
            var seen = (set.State as ParameterSetState)?.Parameters.FirstOrDefault(parameter => parameter.Name == entry.Name && parameter.Version == response.Parameter.Version);
            return new() { Stage = Current, Version = response.Parameter.Version, AccessKeyId = id, Expiration = expiration, RotationId = seen?.WrittenBy };
        }
        catch (ParameterNotFoundException)
        {
            return new() { Stage = Current };
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new() { Stage = Current, Error = ParameterErrors.Format(exception) };
        }
    }

    public async IAsyncEnumerable<StoredAccessKey> ReadVersionsAsync(IReadOnlyList<SecretEntry> entries, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (versions, error) = await ReadHistoryAsync(AccessKeyValue.FindEntry(entries), cancellationToken).ConfigureAwait(false);
        DateTimeOffset? replacedAt = null;
        foreach (var (key, writtenAt) in versions.OrderByDescending(version => version.Key.Version))
        {
            yield return key with { Stage = replacedAt is null ? Current : Earlier, ReplacedAt = replacedAt };
            replacedAt = writtenAt;
        }

        if (error is not null)
        {
            yield return new() { Stage = Current, Error = error };
        }
    }

    private async Task<(IReadOnlyList<(StoredAccessKey Key, DateTimeOffset WrittenAt)> Versions, RotationError? Error)> ReadHistoryAsync(SecretEntry entry, CancellationToken cancellationToken)
    {
        List<(StoredAccessKey, DateTimeOffset)> versions = [];
        try
        {
            string? nextPage = null;
            do
            {
                var request = new GetParameterHistoryRequest { Name = entry.Name, WithDecryption = true, MaxResults = MaxPageSize, NextToken = nextPage };
                var page = await throttling.SendAsync(Urgency.Patient, token => client.GetParameterHistoryAsync(request, token), cancellationToken).ConfigureAwait(false);
                versions.AddRange(page.Parameters.Select(version => (Describe(entry, version), new DateTimeOffset(version.LastModifiedDate!.Value.ToUniversalTime()))));
                nextPage = page.NextToken;
            }
            while (!string.IsNullOrEmpty(nextPage));
            return (versions, null);
        }
        catch (ParameterNotFoundException)
        {
            return ([], null);
        }
        catch (Exception exception)
        {
            // The newest versions are on the last page, so those of the first ones would be called current.
            cancellationToken.ThrowIfCancellationRequested();
            return ([], ParameterErrors.Format(exception));
        }
    }

    private static StoredAccessKey Describe(SecretEntry entry, ParameterHistory version)
    {
        var (id, expiration) = AccessKeyValue.Parse(entry.Content, version.Value);
        return new()
        {
            Stage = Earlier,
            Version = version.Version,
            AccessKeyId = id,
            Expiration = expiration,
            RotationId = RotationMark.Find(version.Description) is { } mark && mark.Version == version.Version ? mark.RotationId : null,
        };
    }
}
