using System.Globalization;
using System.Text.Json.Nodes;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>AWS JSON 1.1 for Parameter Store: from a request's body to a response's.</summary>
internal static class ParameterStoreProtocol
{
    public const string TargetPrefix = "AmazonSSM.";

    private const string KeyArn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    /// <summary>The name of the parameter, or the names of several.</summary>
    public static string Resource(JsonNode body) => Text(body, "Name") ?? string.Join(',', Names(body));

    /// <summary>
    /// What a caller must be allowed for an operation
    /// (<see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html"/>). A list of parameters can only be
    /// allowed on all resources. A key of one's own needs permissions too; every alias but the default one names it here.
    /// </summary>
    public static IEnumerable<(string Action, string Resource)> Permissions(LocalParameterStore store, string operation, JsonNode body)
    {
        switch (operation)
        {
            case "DescribeParameters":
                yield return ("ssm:DescribeParameters", "*");
                break;
            case "PutParameter":
                yield return ("ssm:PutParameter", LocalParameter.ArnOf(Resource(body)));
                if (body["Tags"] is JsonArray { Count: > 0 })
                {
                    yield return ("ssm:AddTagsToResource", LocalParameter.ArnOf(Resource(body)));
                }

                if (IsOwnKey(Text(body, "KeyId")))
                {
                    yield return (Tier(body) is "Standard" ? "kms:Encrypt" : "kms:GenerateDataKey", KeyArn);
                }

                break;
            case "DeleteParameter":
                yield return ("ssm:DeleteParameter", LocalParameter.ArnOf(Resource(body)));
                break;
            default:
                foreach (var name in Text(body, "Name") is { } single ? [single] : Names(body))
                {
                    yield return ($"ssm:{operation}", LocalParameter.ArnOf(name.Split(':')[0]));
                    if ((bool?)body["WithDecryption"] is true && IsOwnKey(store.Find(name)?.Version.KeyId))
                    {
                        yield return ("kms:Decrypt", KeyArn);
                    }
                }

                break;
        }
    }

    public static JsonNode Response(LocalParameterStore store, string operation, JsonNode body)
    {
        switch (operation)
        {
            case "PutParameter":
                var tags = body["Tags"]?.AsArray().ToDictionary(tag => Text(tag!, "Key")!, tag => Text(tag!, "Value")!) ?? [];
                var version = store.Put(
                    Resource(body), Text(body, "Value")!, Text(body, "Type"), Text(body, "Description"), Text(body, "KeyId"), Tier(body), (bool?)body["Overwrite"] is true, tags);
                return new JsonObject { ["Version"] = version.Number, ["Tier"] = version.Tier };
            case "DescribeParameters":
                return Described(store, body);
            case "GetParameter":
                var found = store.Find(Resource(body)) ?? throw new AwsException("ParameterNotFound", "");
                return new JsonObject { ["Parameter"] = Valued(Resource(body), found, (bool?)body["WithDecryption"] is true) };
            case "GetParameterHistory":
                return History(store, body);
            case "DeleteParameter":
                store.Delete(Resource(body));
                return new JsonObject();
            case "GetParameters":
                var names = Names(body);
                return new JsonObject
                {
                    ["Parameters"] = new JsonArray([.. names.Where(name => store.Find(name) is not null).Select(name => Valued(name, store.Find(name)!.Value, (bool?)body["WithDecryption"] is true))]),
                    ["InvalidParameters"] = new JsonArray([.. names.Where(name => store.Find(name) is null).Select(name => JsonValue.Create(name))]),
                };
            default:
                throw new AwsException("UnknownOperationException", $"The operation {operation} is not known here.");
        }
    }

    public static JsonNode Error(AwsException error) => new JsonObject { ["__type"] = error.Code, ["message"] = error.Message };

    /// <summary>The names in the request, or what they begin with.</summary>
    private static IReadOnlyList<string> Names(JsonNode body) =>
    [
        .. (body["Names"]?.AsArray()
            ?? body["ParameterFilters"]?.AsArray().FirstOrDefault(filter => Text(filter!, "Key") is "Name" && (Text(filter!, "Option") ?? "Equals") is "Equals" or "BeginsWith")?["Values"]?.AsArray()
            ?? throw new AwsException("InvalidFilterKey", "The specified key isn't valid.")).Select(name => name!.GetValue<string>()),
    ];

    private static JsonObject History(LocalParameterStore store, JsonNode body)
    {
        var first = int.Parse(Text(body, "NextToken") ?? "0", CultureInfo.InvariantCulture);
        var (parameter, _) = store.Find(Resource(body)) ?? throw new AwsException("ParameterNotFound", "");
        var versions = store.History(parameter.Name);
        var response = new JsonObject
        {
            ["Parameters"] = new JsonArray([.. versions.Skip(first).Take(store.PageSize).Select(version =>
            {
                var entry = Metadata(parameter, version);
                entry["Value"] = Value(version, (bool?)body["WithDecryption"] is true);
                return entry;
            })]),
        };
        if (first + store.PageSize < versions.Count)
        {
            response["NextToken"] = (first + store.PageSize).ToString(CultureInfo.InvariantCulture);
        }

        return response;
    }

    private static JsonObject Described(LocalParameterStore store, JsonNode body)
    {
        var page = int.Parse(Text(body, "NextToken") ?? "0", CultureInfo.InvariantCulture);
        var names = Names(body);
        var isPrefix = Text(body["ParameterFilters"]![0]!, "Option") is "BeginsWith";
        var found = store.Describe(name => isPrefix ? names.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) : names.Contains(name));
        var first = (page - store.EmptyPages) * store.PageSize;
        var response = new JsonObject
        {
            ["Parameters"] = new JsonArray([.. (first < 0 ? [] : found.Skip(first).Take(store.PageSize)).Select(parameter => Metadata(parameter.Parameter, parameter.Current))]),
        };
        if (first + store.PageSize < found.Count || first < 0)
        {
            response["NextToken"] = (page + 1).ToString(CultureInfo.InvariantCulture);
        }

        return response;
    }

    private static JsonObject Metadata(LocalParameter parameter, LocalParameterVersion version)
    {
        var metadata = Common(parameter, version);
        metadata["Tier"] = version.Tier;
        if (version.Description is { } description)
        {
            metadata["Description"] = description;
        }

        if (version.KeyId is { } key)
        {
            metadata["KeyId"] = key;
        }

        return metadata;
    }

    private static JsonObject Valued(string name, (LocalParameter Parameter, LocalParameterVersion Version) found, bool isDecrypted)
    {
        var parameter = Common(found.Parameter, found.Version);
        parameter["Value"] = Value(found.Version, isDecrypted);
        if (name.Contains(':', StringComparison.Ordinal))
        {
            parameter["Selector"] = name[name.IndexOf(':', StringComparison.Ordinal)..];
        }

        return parameter;
    }

    private static string Value(LocalParameterVersion version, bool isDecrypted) => isDecrypted || version.KeyId is null ? version.Value : "AQICAHg-ciphertext";

    private static JsonObject Common(LocalParameter parameter, LocalParameterVersion version) => new()
    {
        ["Name"] = parameter.Name,
        ["ARN"] = parameter.Arn,
        ["Type"] = version.Type,
        ["DataType"] = "text",
        ["Version"] = version.Number,
        ["LastModifiedDate"] = version.ModifiedAt.ToUnixTimeMilliseconds() / 1000.0,
    };

    private static bool IsOwnKey(string? keyId) => keyId is not (null or "alias/aws/ssm");

    private static string Tier(JsonNode body) => Text(body, "Tier") ?? "Standard";

    private static string? Text(JsonNode body, string name) => body[name]?.GetValue<string>();
}
