using System.Globalization;
using Concourse.CredentialRotation.ParameterStore;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Parameter Store.</summary>
internal sealed class ParameterStoreFacts(IOptions<ParameterStoreOptions> options) : IStoreFacts
{
    public string Noun => "parameter";

    // Also GetParameters and GetParametersByPath, with which Concourse reads as well.
    public string ReadPermission => "ssm:GetParameter";

    public string WriteOperation => "PutParameter";

    public string SearchedVersions => "any of the last 100 versions of its parameters";

    public IReadOnlyList<SecretStatus> Describe(SecretSetState state) => [.. ((state as ParameterSetState)?.Parameters ?? []).Select(Describe)];

    public IEnumerable<StoreWarning> FindWarnings(SecretSetState state) => state is ParameterSetState set
        ? set.Parameters.Select(ParameterWarnings.FindWrongType).OfType<string>().Concat(ParameterWarnings.For(set, options.Value)).Select(warning => new StoreWarning(warning, null))
        : [];

    private static SecretStatus Describe(ParameterState parameter) => new()
    {
        Name = parameter.Name,
        Exists = parameter.Exists,
        VersionId = parameter.Exists ? parameter.Version.ToString(CultureInfo.InvariantCulture) : null,
        RotationId = parameter.WrittenBy?.ToString(),
        RotatedAt = parameter.WrittenBy?.CreatedAt,
        KmsKeyId = parameter.KeyId,
        Tier = parameter.Tier?.Value,
    };
}
