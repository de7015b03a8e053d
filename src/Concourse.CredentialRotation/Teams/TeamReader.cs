using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Reads and validates a team's configuration. It sends no request to AWS.</summary>
public sealed class TeamReader
{
    private readonly TeamValidator _validator;

    internal TeamReader(TeamValidator validator) => _validator = validator;

    /// <summary>Reads a team's configuration from JSON. Names are case-sensitive.</summary>
    /// <param name="utf8Json">
    /// <c>{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"arn:aws:iam::123456789999:role/ci","duration":3600}]}</c>.
    /// <c>duration</c>, in seconds, is optional, and so are <c>layout</c> (<c>separate</c>, <c>combined</c> or <c>both</c>) and <c>session</c>, an object with
    /// the properties of <see cref="SessionSettings"/>:
    /// <c>name</c>, <c>policyArns</c>, <c>policy</c> (an object, or a string with its JSON), <c>tags</c>, <c>transitiveTagKeys</c>, <c>sourceIdentity</c>.
    /// The team may have <c>renewAfter</c>, in seconds (<see cref="Team.RenewAfter"/>).
    /// </param>
    /// <returns>The team, or all the errors that were found.</returns>
    public TeamReadResult Read(ReadOnlyMemory<byte> utf8Json)
    {
        var parser = new TeamParser();
        Team? team;
        try
        {
            using var document = JsonDocument.Parse(utf8Json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            team = parser.Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            return Invalid($"must be valid JSON without duplicate properties: {exception.Message}");
        }
        catch (InvalidOperationException)
        {
            // JsonElement throws it for a string that is not Unicode, such as half of a surrogate pair.
            return Invalid("must be JSON whose strings are valid Unicode");
        }

        var fieldsWithErrors = parser.Errors.Select(error => error.Field).ToHashSet(StringComparer.Ordinal);
        List<TeamValidationError> errors =
        [
            .. parser.Errors,
            .. team is null ? [] : _validator.Validate(team).Where(error => !fieldsWithErrors.Contains(error.Field)),
        ];
        return team is null || errors.Count > 0 ? new(errors, team?.Name, parser.UnknownFields) : new(team, parser.UnknownFields);
    }

    private static TeamReadResult Invalid(string message) => new([new(TeamParser.Root, message)]);
}
