using System.Globalization;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>The requests to Parameter Store that a rotation is made of.</summary>
internal sealed class ParameterStoreApi(Lazy<IParameterStoreClient> client, RequestThrottling throttling)
{
    private const string DefaultKey = "alias/aws/ssm";
    private const int MaxPageSize = 50;

    /// <summary>Reads the state of parameters, and no value.</summary>
    public async Task<IReadOnlyList<ParameterState>> DescribeAsync(IReadOnlyList<SecretEntry> secrets, Urgency urgency, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ParameterMetadata>(StringComparer.Ordinal);
        string? nextPage = null;
        do
        {
            var request = new DescribeParametersRequest
            {
                ParameterFilters = [new() { Key = "Name", Option = "Equals", Values = [.. secrets.Select(secret => secret.Name)] }],
                MaxResults = MaxPageSize,
                NextToken = nextPage,
            };
            var page = await throttling.SendAsync(urgency, token => client.Value.DescribeParametersAsync(request, token), cancellationToken).ConfigureAwait(false);
            foreach (var parameter in page.Parameters)
            {
                found[parameter.Name] = parameter;
            }

            // A page can be empty although others follow.
            nextPage = page.NextToken;
        }
        while (!string.IsNullOrEmpty(nextPage) && found.Count < secrets.Count);
        return [.. secrets.Select(secret => found.TryGetValue(secret.Name, out var parameter) ? GetState(secret, parameter) : new() { Entry = secret })];
    }

    /// <summary>Reads the decrypted values of parameters.</summary>
    /// <param name="names">Their names, each with its version after a colon unless it is the current one that is wanted.</param>
    /// <param name="urgency">How soon a throttled request is sent again.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>The values with their versions, by the names of the parameters; without those that do not exist.</returns>
    public async Task<IReadOnlyDictionary<string, (long Version, string Value)>> ReadAsync(IEnumerable<string> names, Urgency urgency, CancellationToken cancellationToken)
    {
        var request = new GetParametersRequest { Names = [.. names], WithDecryption = true };
        var response = await throttling.SendAsync(urgency, token => client.Value.GetParametersAsync(request, token), cancellationToken).ConfigureAwait(false);
        return response.Parameters.ToDictionary(parameter => parameter.Name, parameter => (parameter.Version!.Value, parameter.Value), StringComparer.Ordinal);
    }

    /// <summary>Writes a value, which readers get at once. The caller paces the request.</summary>
    /// <returns>The version that was created. If it is not the one after the current one, something else has written the parameter in between.</returns>
    public async Task<long> WriteAsync(ParameterValue value, CancellationToken cancellationToken)
    {
        var isNew = !value.Parameter.Exists;
        var response = await client.Value.PutParameterAsync(
            new PutParameterRequest
            {
                Name = value.Parameter.Name,
                Type = ParameterType.SecureString,
                Value = value.Value,
                Description = value.Description,
                KeyId = value.KeyId ?? DefaultKey,
                Tier = value.Tier,
                Overwrite = !isNew,

                // AWS rejects tags in a request that may overwrite.
                Tags = isNew && value.Tags.Count > 0 ? [.. value.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] : null,
            },
            cancellationToken).ConfigureAwait(false);
        return response.Version!.Value;
    }

    /// <summary>The name of a version of a parameter.</summary>
    public static string GetName(string name, long version) => string.Create(CultureInfo.InvariantCulture, $"{name}:{version}");

    private static ParameterState GetState(SecretEntry secret, ParameterMetadata parameter) => new()
    {
        Entry = secret,
        Version = parameter.Version!.Value,
        Description = parameter.Description,
        KeyId = parameter.KeyId,
        Tier = parameter.Tier,
        Type = parameter.Type,
    };
}
