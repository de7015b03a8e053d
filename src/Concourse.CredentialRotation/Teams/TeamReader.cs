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
    /// The team may have <c>renewAfter</c>, in seconds (<see cref="Team.RenewAfter"/>).
    /// </param>
    /// <param name="unknownFields">
    /// The fields of the team itself that have no meaning here and were ignored, such as those that another tool added. An unknown field of
    /// an account or of a session is refused instead: a misspelt <c>session</c> would leave the session all of its role's permissions.
    /// </param>
    /// <returns>A team that is valid.</returns>
    /// <exception cref="InvalidTeamException">The input is not a JSON object, or breaks rules; it names all of them.</exception>
    public Team Read(ReadOnlyMemory<byte> utf8Json, out IReadOnlyList<string> unknownFields)
    {
        var parser = new TeamParser();
        Team? team;
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            team = parser.Parse(document.RootElement);
        }
        catch (JsonException broken)
        {
            throw new InvalidTeamException([new(TeamParser.Root, $"must be JSON, each field once: {broken.Message}")]);
        }
        catch (InvalidOperationException)
        {
            // What JsonElement throws for a string that is not Unicode, such as half of a surrogate pair.
            throw new InvalidTeamException([new(TeamParser.Root, "must be JSON whose strings are valid Unicode")]);
        }

        var fieldsSeen = parser.Problems.Select(problem => problem.Field).ToHashSet(StringComparer.Ordinal);
        var problems = parser.Problems
            .Concat(team is null ? [] : _validator.Validate(team).Where(problem => !fieldsSeen.Contains(problem.Field)))
            .ToList();
        if (team is null || problems.Count > 0)
        {
            throw new InvalidTeamException(problems, team?.Name);
        }

        unknownFields = parser.UnknownFields;
        return team;
    }
}
