// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
using System.Text.Json;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

internal static class WireFormat
{
    public static readonly Operation<CreateSecretRequest, CreateSecretResponse> CreateSecret = new(
        "CreateSecret",
        (json, request) =>
        {
            Write(json, "ClientRequestToken", request.ClientRequestToken);
            Write(json, "Description", request.Description);
            Write(json, "KmsKeyId", request.KmsKeyId);
            Write(json, "Name", request.Name);
            Write(json, "SecretString", request.SecretString);
            if (request.Tags is { } tags)
            {
                json.WriteStartArray("Tags");
                foreach (var tag in tags)
                {
                    json.WriteStartObject();
                    Write(json, "Key", tag.Key);
                    Write(json, "Value", tag.Value);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
        },
        json => new() { ARN = Text(json, "ARN"), Name = Text(json, "Name"), VersionId = Text(json, "VersionId") });

    public static readonly Operation<DeleteSecretRequest, DeleteSecretResponse> DeleteSecret = new(
        "DeleteSecret",
        (json, request) =>
        {
            if (request.RecoveryWindowInDays is { } days)
            {
                json.WriteNumber("RecoveryWindowInDays", days);
            }

            Write(json, "SecretId", request.SecretId);
        },
        json => new() { ARN = Text(json, "ARN"), Name = Text(json, "Name"), DeletionDate = Time(json, "DeletionDate") });

    public static readonly Operation<DescribeSecretRequest, DescribeSecretResponse> DescribeSecret = new(
        "DescribeSecret",
        (json, request) => Write(json, "SecretId", request.SecretId),
        json => new()
        {
            ARN = Text(json, "ARN"),
            Name = Text(json, "Name"),
            KmsKeyId = Text(json, "KmsKeyId"),
            DeletedDate = Time(json, "DeletedDate"),
            VersionIdsToStages = Stages(json, "VersionIdsToStages"),
            Tags = Value(json, "Tags")?.EnumerateArray().Select(tag => new Tag { Key = Text(tag, "Key"), Value = Text(tag, "Value") }).ToList(),
        });

    public static readonly Operation<GetSecretValueRequest, GetSecretValueResponse> GetSecretValue = new(
        "GetSecretValue",
        (json, request) =>
        {
            Write(json, "SecretId", request.SecretId);
            Write(json, "VersionStage", request.VersionStage);
        },
        json => new() { ARN = Text(json, "ARN"), Name = Text(json, "Name"), SecretString = Text(json, "SecretString"), VersionId = Text(json, "VersionId") });

    public static readonly Operation<ListSecretsRequest, ListSecretsResponse> ListSecrets = new(
        "ListSecrets",
        (json, request) =>
        {
            if (request.Filters is { } filters)
            {
                json.WriteStartArray("Filters");
                foreach (var filter in filters)
                {
                    json.WriteStartObject();
                    Write(json, "Key", filter.Key?.Value);
                    json.WriteStartArray("Values");
                    filter.Values?.ForEach(json.WriteStringValue);
                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (request.MaxResults is { } max)
            {
                json.WriteNumber("MaxResults", max);
            }

            Write(json, "NextToken", request.NextToken);
        },
        json => new()
        {
            NextToken = Text(json, "NextToken"),
            SecretList = Value(json, "SecretList")?.EnumerateArray().Select(secret => new SecretListEntry
            {
                Description = Text(secret, "Description"),
                LastAccessedDate = Time(secret, "LastAccessedDate"),
                Name = Text(secret, "Name"),
                SecretVersionsToStages = Stages(secret, "SecretVersionsToStages"),
            }).ToList(),
        });

    public static readonly Operation<PutSecretValueRequest, PutSecretValueResponse> PutSecretValue = new(
        "PutSecretValue",
        (json, request) =>
        {
            Write(json, "ClientRequestToken", request.ClientRequestToken);
            Write(json, "SecretId", request.SecretId);
            Write(json, "SecretString", request.SecretString);
            if (request.VersionStages is { } stages)
            {
                json.WriteStartArray("VersionStages");
                stages.ForEach(json.WriteStringValue);
                json.WriteEndArray();
            }
        },
        json => new()
        {
            ARN = Text(json, "ARN"),
            Name = Text(json, "Name"),
            VersionId = Text(json, "VersionId"),
            VersionStages = Value(json, "VersionStages") is { } stages ? Texts(stages) : null,
        });

    public static readonly Operation<RestoreSecretRequest, RestoreSecretResponse> RestoreSecret = new(
        "RestoreSecret",
        (json, request) => Write(json, "SecretId", request.SecretId),
        json => new() { ARN = Text(json, "ARN"), Name = Text(json, "Name") });

    public static readonly Operation<UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse> UpdateSecretVersionStage = new(
        "UpdateSecretVersionStage",
        (json, request) =>
        {
            Write(json, "MoveToVersionId", request.MoveToVersionId);
            Write(json, "RemoveFromVersionId", request.RemoveFromVersionId);
            Write(json, "SecretId", request.SecretId);
            Write(json, "VersionStage", request.VersionStage);
        },
        json => new() { ARN = Text(json, "ARN"), Name = Text(json, "Name") });

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static JsonElement? Value(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement json, string name) => Value(json, name)?.GetString();

    private static DateTime? Time(JsonElement json, string name) =>
        Value(json, name) is { } seconds ? DateTime.UnixEpoch.AddSeconds(seconds.GetDouble()) : null;

    private static Dictionary<string, List<string>>? Stages(JsonElement json, string name) =>
        Value(json, name)?.EnumerateObject().ToDictionary(version => version.Name, version => Texts(version.Value));

    private static List<string> Texts(JsonElement json) => [.. json.EnumerateArray().Select(text => text.GetString()!)];
}
