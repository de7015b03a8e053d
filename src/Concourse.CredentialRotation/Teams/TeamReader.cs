using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Reads a team's configuration from its JSON, names and casing exactly: the input of an EventBridge rule, for one.</summary>
public sealed class TeamReader
{
    private readonly TeamValidator _validator;

    internal TeamReader(TeamValidator validator) => _validator = validator;

    /// <summary>Reads and validates a team's configuration.</summary>
    /// <param name="utf8Json">
    /// <c>{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"arn:aws:iam::123456789999:role/ci","duration":3600}]}</c>;
    /// <c>duration</c>, in seconds, is optional, and so is <c>session</c>, an object with what <see cref="SessionSettings"/> has:
    /// <c>name</c>, <c>policyArns</c>, <c>policy</c> (an object, or its text), <c>tags</c>, <c>transitiveTagKeys</c>, <c>sourceIdentity</c>.
    /// </param>
    /// <param name="unknownFields">The fields that mean nothing here, as paths (<c>accounts[0].region</c>), so that a misspelt one can be told.</param>
    /// <returns>A team that is valid.</returns>
    /// <exception cref="InvalidTeamException">The text is no JSON object, or breaks rules; it names all of them.</exception>
    public Team Read(ReadOnlyMemory<byte> utf8Json, out IReadOnlyList<string> unknownFields)
    {
        var reading = new Reading();
        Team team;
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            team = reading.Team(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new InvalidTeamException([new("(the event)", $"must be JSON, each field once: {broken.Message}")]);
        }
        catch (InvalidOperationException)
        {
            // What JsonElement throws for text that is not Unicode, such as half of a surrogate pair.
            throw new InvalidTeamException([new("(the event)", "must be JSON whose texts are valid Unicode")]);
        }

        var fieldsSeen = reading.Problems.Select(problem => problem.Field).ToHashSet(StringComparer.Ordinal);
        var problems = reading.Problems
            .Concat(reading.IsObject ? _validator.Validate(team).Where(problem => !fieldsSeen.Contains(problem.Field)) : [])
            .ToList();
        if (problems.Count > 0)
        {
            throw new InvalidTeamException(problems, team.Name);
        }

        unknownFields = reading.UnknownFields;
        return team;
    }

    /// <summary>One pass over the JSON that goes on after a problem, so that all are found.</summary>
    private sealed class Reading
    {
        public List<TeamProblem> Problems { get; } = [];

        public List<string> UnknownFields { get; } = [];

        public bool IsObject { get; private set; } = true;

        public Team Team(JsonElement json)
        {
            var fields = Fields(json, "", "name", "accounts");
            IsObject = fields is not null;
            return new(Text(fields, "", "name"), Accounts(fields));
        }

        private List<Account> Accounts(Dictionary<string, JsonElement>? fields)
        {
            if (fields?.TryGetValue("accounts", out var accounts) is not true)
            {
                return [];
            }

            if (accounts.ValueKind is not JsonValueKind.Array)
            {
                Problems.Add(new("accounts", $"must be a list of accounts; it is {Kind(accounts)}"));
                return [];
            }

            return [.. accounts.EnumerateArray().Select((account, i) => Account(account, $"accounts[{i}]"))];
        }

        private Account Account(JsonElement json, string path)
        {
            var fields = Fields(json, path, "name", "roleArn", "duration", "session");
            return fields is null ? null! : new(Text(fields, path, "name"), Text(fields, path, "roleArn"), Seconds(fields, path), Session(fields, At(path, "session")));
        }

        private SessionSettings? Session(Dictionary<string, JsonElement> account, string path)
        {
            if (!account.TryGetValue("session", out var json) || json.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            var fields = Fields(json, path, "name", "policyArns", "policy", "tags", "transitiveTagKeys", "sourceIdentity");
            return fields is null ? null : new(
                TextOrNull(fields, path, "name"),
                Texts(fields, path, "policyArns"),
                Policy(fields, path),
                Tags(fields, At(path, "tags")),
                Texts(fields, path, "transitiveTagKeys"),
                TextOrNull(fields, path, "sourceIdentity"));
        }

        /// <summary>A policy may be written as the object that it is, or as its text.</summary>
        private string? Policy(Dictionary<string, JsonElement> fields, string path) =>
            fields.TryGetValue("policy", out var json) && json.ValueKind is JsonValueKind.Object ? json.GetRawText() : TextOrNull(fields, path, "policy");

        private Dictionary<string, string>? Tags(Dictionary<string, JsonElement> session, string path)
        {
            if (!session.TryGetValue("tags", out var json) || json.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            if (json.ValueKind is not JsonValueKind.Object)
            {
                Problems.Add(new(path, $"must be an object of texts; it is {Kind(json)}"));
                return null;
            }

            Problems.AddRange(json.EnumerateObject()
                .Where(tag => tag.Value.ValueKind is not JsonValueKind.String)
                .Select(tag => new TeamProblem(path, $"must be an object of texts; {Shown.Quoted(tag.Name)} is {Kind(tag.Value)}")));
            return json.EnumerateObject()
                .Where(tag => tag.Value.ValueKind is JsonValueKind.String)
                .ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!, StringComparer.Ordinal);
        }

        private List<string>? Texts(Dictionary<string, JsonElement> fields, string path, string name)
        {
            if (!fields.TryGetValue(name, out var json) || json.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            if (json.ValueKind is JsonValueKind.Array && json.EnumerateArray().All(text => text.ValueKind is JsonValueKind.String))
            {
                return [.. json.EnumerateArray().Select(text => text.GetString()!)];
            }

            Problems.Add(new(At(path, name), "must be a list of texts"));
            return null;
        }

        private string? TextOrNull(Dictionary<string, JsonElement> fields, string path, string name) =>
            fields.TryGetValue(name, out var json) && json.ValueKind is not JsonValueKind.Null ? Text(fields, path, name) : null;

        private Dictionary<string, JsonElement>? Fields(JsonElement json, string path, params string[] known)
        {
            if (json.ValueKind is not JsonValueKind.Object)
            {
                Problems.Add(new(path.Length == 0 ? "(the event)" : path, $"must be an object with {string.Join(", ", known)}; it is {Kind(json)}"));
                return null;
            }

            var fields = json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
            UnknownFields.AddRange(fields.Keys.Except(known).Select(name => At(path, Shown.Plain(name))));
            return fields;
        }

        private string Text(Dictionary<string, JsonElement>? fields, string path, string name)
        {
            if (fields?.TryGetValue(name, out var value) is not true)
            {
                return "";
            }

            if (value.ValueKind is JsonValueKind.String)
            {
                return value.GetString()!;
            }

            Problems.Add(new(At(path, name), $"must be a text; it is {Kind(value)}"));
            return "";
        }

        private int? Seconds(Dictionary<string, JsonElement> fields, string path)
        {
            if (!fields.TryGetValue("duration", out var value) || value.ValueKind is JsonValueKind.Null)
            {
                return null;
            }

            if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var seconds))
            {
                return seconds;
            }

            Problems.Add(new(At(path, "duration"), $"must be a whole number of seconds; it is {(value.ValueKind is JsonValueKind.Number ? Shown.Quoted(value.GetRawText()) : Kind(value))}"));
            return null;
        }

        private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

        private static string Kind(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => json.ValueKind.ToString().ToLowerInvariant(),
        };
    }
}
