using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>One pass over a team's JSON. It goes on after a problem, so that all are found.</summary>
internal sealed class TeamParser
{
    /// <summary>What the whole input is called in a problem, where a field has its path.</summary>
    public const string Root = "(the event)";

    private static readonly string[] TeamFields = ["name", "accounts", "renewAfter"];
    private static readonly string[] AccountFields = ["name", "roleArn", "duration", "session"];
    private static readonly string[] SessionFields = ["name", "policyArns", "policy", "tags", "transitiveTagKeys", "sourceIdentity"];

    private readonly List<TeamProblem> _problems = [];

    public IReadOnlyList<TeamProblem> Problems => _problems;

    /// <summary>The fields of the team itself that have no meaning here.</summary>
    public IReadOnlyList<string> UnknownFields { get; private set; } = [];

    /// <summary>The team, with what is missing or wrong left empty; null when the JSON is not an object.</summary>
    public Team? Parse(JsonElement json)
    {
        if (JsonFields.Of(json, "", TeamFields, _problems) is not { } fields)
        {
            return null;
        }

        UnknownFields = [.. fields.Unknown.Select(Shown.Plain)];
        return new(fields.String("name"), Accounts(fields), fields.OptionalInteger("renewAfter", "seconds"));
    }

    private List<Account> Accounts(JsonFields team)
    {
        if (!team.TryGet("accounts", out var accounts))
        {
            return [];
        }

        if (accounts.ValueKind is not JsonValueKind.Array)
        {
            team.Refuse("accounts", $"must be an array of accounts; it is {JsonFields.Kind(accounts)}");
            return [];
        }

        return [.. accounts.EnumerateArray().Select((account, i) => Account(account, $"accounts[{i}]"))];
    }

    private Account Account(JsonElement json, string path)
    {
        if (JsonFields.Of(json, path, AccountFields, _problems) is not { } fields)
        {
            return null!; // What was not an object is a problem already, and a null account is one for the validator.
        }

        fields.RefuseUnknown("an account");
        return new(fields.String("name"), fields.String("roleArn"), fields.OptionalInteger("duration", "seconds"), Session(fields));
    }

    private SessionSettings? Session(JsonFields account)
    {
        if (!account.TryGetNotNull("session", out var json) || JsonFields.Of(json, account.PathOf("session"), SessionFields, _problems) is not { } fields)
        {
            return null;
        }

        fields.RefuseUnknown("a session");
        return new(
            fields.OptionalString("name"),
            fields.OptionalStrings("policyArns"),
            Policy(fields),
            fields.OptionalStringMap("tags"),
            fields.OptionalStrings("transitiveTagKeys"),
            fields.OptionalString("sourceIdentity"));
    }

    /// <summary>A policy may be written as the object that it is, or as its text.</summary>
    private static string? Policy(JsonFields session) =>
        session.TryGet("policy", out var json) && json.ValueKind is JsonValueKind.Object ? json.GetRawText() : session.OptionalString("policy");
}
