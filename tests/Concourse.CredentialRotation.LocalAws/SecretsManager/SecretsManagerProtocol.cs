using System.Globalization;
using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>AWS JSON 1.1 for Secrets Manager: from a request's body to a response's.</summary>
internal static class SecretsManagerProtocol
{
    public const string TargetPrefix = "secretsmanager.";

    private const string KeyArn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    public static string Resource(JsonNode body) => Text(body, "SecretId") ?? Text(body, "Name") ?? "";

    public static string VersionId(JsonNode body) => Text(body, "ClientRequestToken") ?? Text(body, "MoveToVersionId") ?? "";

    /// <summary>
    /// What a caller must be allowed for an operation
    /// (<see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html"/>): with a KMS key of
    /// one's own also the use of the key, which here every alias names.
    /// </summary>
    public static IEnumerable<(string Action, string Resource)> Permissions(LocalSecretsManager secrets, string operation, JsonNode body)
    {
        var name = Resource(body);
        yield return ($"secretsmanager:{operation}", operation is "ListSecrets" ? "*" : LocalSecret.ArnOf(name));
        if (body["Tags"] is JsonArray { Count: > 0 })
        {
            yield return ("secretsmanager:TagResource", LocalSecret.ArnOf(name));
        }

        if (operation is "CreateSecret" or "PutSecretValue" && (Text(body, "KmsKeyId") ?? secrets.KmsKeyId(name)) is not null)
        {
            yield return ("kms:GenerateDataKey", KeyArn);
            yield return ("kms:Decrypt", KeyArn);
        }
        else if (operation is "GetSecretValue" && secrets.KmsKeyId(name) is not null)
        {
            yield return ("kms:Decrypt", KeyArn);
        }
    }

    public static JsonNode Response(LocalSecretsManager secrets, string operation, JsonNode body)
    {
        switch (operation)
        {
            case "CreateSecret":
                var tags = body["Tags"]?.AsArray().ToDictionary(tag => Text(tag!, "Key")!, tag => Text(tag!, "Value")!) ?? [];
                return Named(secrets.Create(Resource(body), VersionId(body), Text(body, "SecretString")!, Text(body, "KmsKeyId"), tags, Text(body, "Description")), VersionId(body));
            case "PutSecretValue":
                var stages = body["VersionStages"]?.AsArray().Select(stage => stage!.GetValue<string>()).ToList();
                return Named(secrets.Put(Resource(body), VersionId(body), Text(body, "SecretString")!, stages), VersionId(body));
            case "UpdateSecretVersionStage":
                return Named(secrets.MoveStage(Resource(body), Text(body, "VersionStage")!, Text(body, "MoveToVersionId"), Text(body, "RemoveFromVersionId")));
            case "RestoreSecret":
                return Named(secrets.Restore(Resource(body)));
            case "GetSecretValue":
                return secrets.GetValue(Resource(body), Text(body, "VersionStage") ?? "AWSCURRENT", Read);
            case "DeleteSecret":
                return Deleted(secrets.Delete(Resource(body), body["RecoveryWindowInDays"]?.GetValue<int>() ?? 30));
            case "ListSecrets":
                return Listed(secrets, body);
            case "DescribeSecret":
                return secrets.Describe(Resource(body), Described);
            default:
                throw new AwsException("InvalidAction", $"The operation {operation} is not known here.");
        }
    }

    public static JsonNode Error(AwsException error) => new JsonObject { ["__type"] = error.Code, ["Message"] = error.Message };

    private static JsonObject Named(LocalSecret secret, string? versionId = null)
    {
        var response = new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name };
        if (versionId is not null)
        {
            response["VersionId"] = versionId;
        }

        return response;
    }

    private static JsonObject Described(LocalSecret secret)
    {
        var response = Named(secret);
        if (secret.DeletedDate is { } deleted)
        {
            response["DeletedDate"] = deleted.ToUnixTimeMilliseconds() / 1000.0;
        }

        if (secret.KmsKeyId is { } key)
        {
            response["KmsKeyId"] = key;
        }

        response["Tags"] = new JsonArray([.. secret.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]);
        response["VersionIdsToStages"] = Stages(secret);
        return response;
    }

    private static JsonObject Read(LocalSecret secret, string versionId, string value)
    {
        var response = Named(secret, versionId);
        response["SecretString"] = value;
        return response;
    }

    private static JsonObject Deleted(LocalSecret secret)
    {
        var response = Named(secret);
        response["DeletionDate"] = secret.DeletedDate!.Value.ToUnixTimeMilliseconds() / 1000.0;
        return response;
    }

    /// <summary>One page of the secrets whose names begin with a value of the filter. The token is the number of secrets before it.</summary>
    private static JsonObject Listed(LocalSecretsManager secrets, JsonNode body)
    {
        var prefixes = body["Filters"]?.AsArray().Where(filter => Text(filter!, "Key") is "name").SelectMany(filter => filter!["Values"]!.AsArray()).Select(value => value!.GetValue<string>()).ToList() ?? [];
        var found = secrets.Names
            .Where(name => !secrets.IsScheduledForDeletion(name) && (prefixes.Count == 0 || prefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.Ordinal))))
            .ToList();
        var (first, count) = (int.Parse(Text(body, "NextToken") ?? "0", CultureInfo.InvariantCulture), body["MaxResults"]?.GetValue<int>() ?? 100);
        var response = new JsonObject
        {
            ["SecretList"] = new JsonArray([.. found.Skip(first).Take(count).Select(name => secrets.Describe(name, ListEntry))]),
        };
        if (first + count < found.Count)
        {
            response["NextToken"] = (first + count).ToString(CultureInfo.InvariantCulture);
        }

        return response;
    }

    private static JsonObject ListEntry(LocalSecret secret)
    {
        var entry = Named(secret);
        entry["SecretVersionsToStages"] = Stages(secret);
        if (secret.Description is { } description)
        {
            entry["Description"] = description;
        }

        if (secret.LastAccessedDate is { } accessed)
        {
            entry["LastAccessedDate"] = accessed.ToUnixTimeSeconds();
        }

        return entry;
    }

    private static JsonObject Stages(LocalSecret secret) => new(secret.VersionIdsToStages.Select(version =>
        KeyValuePair.Create<string, JsonNode?>(version.Key, new JsonArray([.. version.Value.Select(stage => JsonValue.Create(stage))]))));

    private static string? Text(JsonNode body, string name) => body[name]?.GetValue<string>();
}
