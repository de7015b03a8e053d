namespace Concourse.CredentialRotation.Cli;

/// <summary>Reads teams from files, and finds the place of each problem.</summary>
internal sealed class TeamLoader(TeamReader reader)
{
    private static readonly string[] TeamFields = ["name", "accounts", "renewAfter"];

    private readonly Dictionary<string, string> _placeOfName = new(StringComparer.Ordinal);
    private readonly List<LoadedTeam> _teams = [];
    private readonly List<TeamProblem> _problems = [];

    /// <summary>The valid teams so far.</summary>
    public IReadOnlyList<LoadedTeam> Teams => _teams;

    /// <summary>The problems so far, in the order of the files and of the places in them.</summary>
    public IReadOnlyList<TeamProblem> Problems => _problems;

    /// <summary>Reads the teams of a command, which needs all of them to be valid.</summary>
    /// <exception cref="CommandException">A file cannot be read, or a team is not valid.</exception>
    public static async Task<IReadOnlyList<LoadedTeam>> LoadAsync(CommandContext context, IEnumerable<string> paths)
    {
        var loader = new TeamLoader(context.Service<TeamReader>());
        foreach (var file in await TeamFiles.ReadAsync(paths, context.Terminal, context.CancellationToken).ConfigureAwait(false))
        {
            loader.Load(file);
        }

        foreach (var problem in loader.Problems)
        {
            await context.Terminal.Error.WriteLineAsync(problem.ToString()).ConfigureAwait(false);
        }

        var errors = loader.Problems.Count(problem => problem.Severity is ProblemSeverity.Error);
        return errors == 0 ? loader.Teams : throw new CommandException($"{Count.Of(errors, "problem")} in the team files must be corrected first. Nothing was done.");
    }

    public void Load(TeamFile file)
    {
        var map = SourceMap.Create(file.Json);
        if (file.Json.AsSpan().StartsWith("\uFEFF"u8))
        {
            Add(file, new(1, 1), TeamParser.Root, "must be UTF-8 without a byte order mark");
            return;
        }

        if (map.Error is { } error)
        {
            Add(file, error.Position, TeamParser.Root, error.Message);
            return;
        }

        var result = reader.Read(file.Json);
        List<(Position Position, ProblemSeverity Severity, string Field, string Message)> found =
        [
            .. result.Errors.Select(invalid => (map.Find(invalid.Field, IsUnknown(invalid)), ProblemSeverity.Error, invalid.Field, invalid.Message)),
            .. result.UnknownFields.Select(field => (map.Find(field, isName: true), ProblemSeverity.Warning, field, Ignored(field))),
        ];
        foreach (var (position, severity, field, message) in found.OrderBy(problem => problem.Position.Line).ThenBy(problem => problem.Position.Column))
        {
            Add(file, position, field, message, severity);
        }

        if (result.Team is { } team)
        {
            Add(file, team, map.Find("name"));
        }
    }

    private void Add(TeamFile file, Team team, Position name)
    {
        if (_placeOfName.TryAdd(team.Name, $"{file.Name}:{name.Line}:{name.Column}"))
        {
            _teams.Add(new(file.Name, team));
        }
        else
        {
            Add(file, name, "name", $"must be unique, but {_placeOfName[team.Name]} also has the team '{team.Name}'");
        }
    }

    private void Add(TeamFile file, Position position, string field, string message, ProblemSeverity severity = ProblemSeverity.Error) =>
        _problems.Add(new() { File = file.Name, Line = position.Line, Column = position.Column, Severity = severity, Field = field, Message = message });

    private static bool IsUnknown(TeamValidationError error) => error.Message.StartsWith("is unknown", StringComparison.Ordinal);

    private static string Ignored(string field) =>
        $"is unknown and is ignored{(NearestName.FindSimilar(field, TeamFields) is { } nearest ? $"; did you mean '{nearest}'?" : "")} (a team has {string.Join(", ", TeamFields)})";
}
