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
        yield return ($"secretsmanager:{operation}", LocalSecret.ArnOf(name));
        if (body["Tags"] is JsonArray { Count: > 0 })
        {
            yield return ("secretsmanager:TagResource", LocalSecret.ArnOf(name));
        }

        if (operation is "CreateSecret" or "PutSecretValue" && (Text(body, "KmsKeyId") ?? secrets.KmsKeyId(name)) is not null)
        {
            yield return ("kms:GenerateDataKey", KeyArn);
            yield return ("kms:Decrypt", KeyArn);
        }
    }

    public static JsonNode Response(LocalSecretsManager secrets, string operation, JsonNode body)
    {
        switch (operation)
        {
            case "CreateSecret":
                var tags = body["Tags"]?.AsArray().ToDictionary(tag => Text(tag!, "Key")!, tag => Text(tag!, "Value")!) ?? [];
                return Named(secrets.Create(Resource(body), VersionId(body), Text(body, "SecretString")!, Text(body, "KmsKeyId"), tags), VersionId(body));
            case "PutSecretValue":
                var stages = body["VersionStages"]?.AsArray().Select(stage => stage!.GetValue<string>()).ToList();
                return Named(secrets.Put(Resource(body), VersionId(body), Text(body, "SecretString")!, stages), VersionId(body));
            case "UpdateSecretVersionStage":
                return Named(secrets.MoveStage(Resource(body), Text(body, "VersionStage")!, Text(body, "MoveToVersionId"), Text(body, "RemoveFromVersionId")));
            case "RestoreSecret":
                return Named(secrets.Restore(Resource(body)));
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
        response["VersionIdsToStages"] = new JsonObject(secret.VersionIdsToStages.Select(version =>
            KeyValuePair.Create<string, JsonNode?>(version.Key, new JsonArray([.. version.Value.Select(stage => JsonValue.Create(stage))]))));
        return response;
    }

    private static string? Text(JsonNode body, string name) => body[name]?.GetValue<string>();
}
