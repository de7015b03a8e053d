using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Testing;

/// <summary>One of the templates by which Concourse turns a variable into the name of a secret.</summary>
internal sealed partial class LookupTemplate
{
    // What Concourse accepts between double parentheses, without the quotation marks. It leaves a text with anything else as it is.
    private const string VariableCharacters = @"[A-Za-z0-9_\p{L}/.:@-]+";
    private const string AnyCharacters = ".+";
    private const string AnyName = "[^/]+";

    private readonly string[] _parts;

    /// <exception cref="ArgumentException">The template has an unknown placeholder, or none for the variable.</exception>
    public LookupTemplate(string kind, string setting, string template)
    {
        (Kind, Setting, Value, _parts) = (kind, setting, template, Placeholder().Split(template));
        if (Array.Find([.. Placeholders], name => name is not (".Team" or ".Pipeline" or ".Secret")) is { } unknown)
        {
            throw new ArgumentException($"The {kind} template '{template}' has the unknown placeholder '{{{{{unknown}}}}}'; only {{{{.Team}}}}, {{{{.Pipeline}}}} and {{{{.Secret}}}} are allowed.", nameof(template));
        }

        if (!Placeholders.Contains(".Secret"))
        {
            throw new ArgumentException($"The {kind} template '{template}' must have {{{{.Secret}}}}, because otherwise all variables would be the same secret.", nameof(template));
        }
    }

    /// <summary>Whose secrets it finds: pipeline, team or shared.</summary>
    public string Kind { get; }

    /// <summary>The value of the setting.</summary>
    public string Value { get; private init; }

    /// <summary>What the setting is: a template, or the path that is before the variable.</summary>
    public string Noun { get; private init; } = "template";

    /// <summary>A value of the setting with which it finds no secret of a team.</summary>
    public string SafeExample { get; private init; } = "/concourse-shared/{{.Secret}}";

    /// <summary>Concourse's setting.</summary>
    public string Setting { get; }

    public bool HasPipeline => Placeholders.Contains(".Pipeline");

    public bool HasTeam => Placeholders.Contains(".Team");

    // Split puts what the group captured between the texts.
    private IEnumerable<string> Placeholders => _parts.Where((_, i) => i % 2 == 1);

    /// <summary>The templates that Concourse has for Secrets Manager, in its order.</summary>
    /// <exception cref="ArgumentException">One of them is not valid.</exception>
    public static IReadOnlyList<LookupTemplate> OfSecretsManager(string pipeline, string team, string shared) =>
    [
        new("pipeline", "CONCOURSE_AWS_SECRETSMANAGER_PIPELINE_SECRET_TEMPLATE", pipeline),
        new("team", "CONCOURSE_AWS_SECRETSMANAGER_TEAM_SECRET_TEMPLATE", team),
        new("shared", "CONCOURSE_AWS_SECRETSMANAGER_SHARED_SECRET_TEMPLATE", shared),
    ];

    /// <summary>The templates that Concourse has for Parameter Store, in its order. It has a path instead of the last one, and none by default.</summary>
    /// <inheritdoc cref="OfSecretsManager" path="/exception"/>
    public static IReadOnlyList<LookupTemplate> OfParameterStore(string pipeline, string team, string? sharedPath)
    {
        List<LookupTemplate> templates =
        [
            new("pipeline", "CONCOURSE_AWS_SSM_PIPELINE_SECRET_TEMPLATE", pipeline),
            new("team", "CONCOURSE_AWS_SSM_TEAM_SECRET_TEMPLATE", team),
        ];
        if (!string.IsNullOrEmpty(sharedPath))
        {
            templates.Add(new("shared", "CONCOURSE_AWS_SSM_SHARED_PATH", $"{sharedPath}/{{{{.Secret}}}}") { Noun = "path", SafeExample = "/concourse-shared", Value = sharedPath });
        }

        return templates;
    }

    /// <summary>The variable by which a pipeline of the team reads the secret; null when there is none.</summary>
    /// <param name="path">The secret's name.</param>
    /// <param name="team">The team.</param>
    /// <param name="pipeline">The pipeline.</param>
    public string? FindVariable(string path, string team, string pipeline) =>
        Match(path, Regex.Escape(team), Regex.Escape(pipeline), VariableCharacters)?.Groups["Secret"].Value;

    /// <summary>What the variable would have to be, although Concourse does not accept it; null when the template leads elsewhere.</summary>
    /// <inheritdoc cref="FindVariable" path="/param"/>
    public string? FindImpossibleVariable(string path, string team, string pipeline) =>
        Match(path, Regex.Escape(team), Regex.Escape(pipeline), AnyCharacters)?.Groups["Secret"].Value;

    /// <summary>Another team, and the variable by which one of its pipelines reads the secret; null when no team can. The other team chooses the names of its pipelines.</summary>
    public (string? Team, string? Pipeline, string Variable)? FindOtherReader(string path, string team) =>
        Match(path, NameOtherThan(team), AnyName, VariableCharacters) is { } match
            ? (ValueOf(match, "Team"), ValueOf(match, "Pipeline"), match.Groups["Secret"].Value)
            : null;

    /// <summary>The variable by which another pipeline of the team reads the secret; null when none can.</summary>
    /// <inheritdoc cref="FindVariable" path="/param"/>
    public string? FindOtherPipelinesVariable(string path, string team, string pipeline) =>
        Match(path, Regex.Escape(team), NameOtherThan(pipeline), VariableCharacters)?.Groups["Secret"].Value;

    public override string ToString() => $"{Kind} {Noun} '{Value}'";

    private static string? ValueOf(Match match, string group) => match.Groups[group] is { Success: true } found ? found.Value : null;

    // Shorter, longer, or of the same length and not the same.
    private static string NameOtherThan(string name) => string.Create(
        CultureInfo.InvariantCulture,
        $"(?:(?!{Regex.Escape(name)})[^/]{{{name.Length}}}|[^/]{{{name.Length + 1},}}{(name.Length > 1 ? $"|[^/]{{1,{name.Length - 1}}}" : "")})");

    private Match? Match(string path, string team, string pipeline, string variable)
    {
        var pattern = new StringBuilder(@"\A").Append(Regex.Escape(_parts[0]));
        HashSet<string> bound = [];
        for (var i = 1; i < _parts.Length; i += 2)
        {
            var name = _parts[i][1..];
            pattern.Append(!bound.Add(name) ? $@"\k<{name}>" : name switch
            {
                "Team" => $"(?<Team>{team})",
                "Pipeline" => $"(?<Pipeline>{pipeline})",
                _ => $"(?<Secret>{variable})",
            }).Append(Regex.Escape(_parts[i + 1]));
        }

        return Regex.Match(path, pattern.Append(@"\z").ToString(), RegexOptions.CultureInvariant) is { Success: true } match ? match : null;
    }

    [GeneratedRegex(@"\{\{\s*([^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();
}
