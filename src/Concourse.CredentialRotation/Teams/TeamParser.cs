using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Parses a team's JSON in one pass. It goes on after an error, so that all errors are found.</summary>
internal sealed class TeamParser
{
    /// <summary>The field of an error that is about the configuration as a whole.</summary>
    public const string Root = "(root)";

    private static readonly string[] TeamFields = ["name", "accounts", "renewAfter"];
    private static readonly string[] AccountFields = ["name", "roleArn", "duration", "layout", "session"];
    private static readonly string[] SessionFields = ["name", "policyArns", "policy", "tags", "transitiveTagKeys", "sourceIdentity"];

    private readonly List<TeamValidationError> _errors = [];

    public IReadOnlyList<TeamValidationError> Errors => _errors;

    /// <summary>The unknown fields of the team itself.</summary>
    public IReadOnlyList<string> UnknownFields { get; private set; } = [];

    /// <summary>Parses the team. What is missing or has the wrong type is left empty; null when the JSON is not an object.</summary>
    public Team? Parse(JsonElement json)
    {
        if (JsonFields.TryCreate(json, "", TeamFields, _errors) is not { } fields)
        {
            return null;
        }

        UnknownFields = [.. fields.Unknown.Select(SafeText.Escape)];
        return new() { Name = fields.String("name"), Accounts = Accounts(fields), RenewAfter = fields.OptionalSeconds("renewAfter") };
    }

    private List<Account> Accounts(JsonFields team)
    {
        if (!team.TryGet("accounts", out var accounts))
        {
            return [];
        }

        if (accounts.ValueKind is not JsonValueKind.Array)
        {
            team.AddError("accounts", $"must be an array of accounts, but was {JsonFields.Kind(accounts)}");
            return [];
        }

        return [.. accounts.EnumerateArray().Select((account, i) => Account(account, $"accounts[{i}]"))];
    }

    private Account Account(JsonElement json, string path)
    {
        if (JsonFields.TryCreate(json, path, AccountFields, _errors) is not { } fields)
        {
            return null!; // The validator reports a null account, and any other JSON that is not an object was an error just now.
        }

        fields.RejectUnknown("an account");
        return new()
        {
            Name = fields.String("name"),
            RoleArn = fields.String("roleArn"),
            Duration = fields.OptionalSeconds("duration"),
            Layout = fields.OptionalLayout("layout"),
            Session = Session(fields),
        };
    }

    private SessionSettings? Session(JsonFields account)
    {
        if (!account.TryGetNotNull("session", out var json) || JsonFields.TryCreate(json, account.GetPath("session"), SessionFields, _errors) is not { } fields)
        {
            return null;
        }

        fields.RejectUnknown("a session");
        return new()
        {
            Name = fields.OptionalString("name"),
            PolicyArns = fields.OptionalStrings("policyArns"),
            Policy = Policy(fields),
            Tags = fields.OptionalStringMap("tags"),
            TransitiveTagKeys = fields.OptionalStrings("transitiveTagKeys"),
            SourceIdentity = fields.OptionalString("sourceIdentity"),
        };
    }

    /// <summary>A policy may be a JSON object, or a string that contains one.</summary>
    private static string? Policy(JsonFields session) =>
        session.TryGet("policy", out var json) && json.ValueKind is JsonValueKind.Object ? WithoutWhitespace(json) : session.OptionalString("policy");

    // AWS limits the length of a policy, and its indentation in a file means nothing.
    private static string WithoutWhitespace(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
