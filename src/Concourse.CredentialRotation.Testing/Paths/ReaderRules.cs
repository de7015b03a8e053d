namespace Concourse.CredentialRotation.Testing;

/// <summary>Looks the secrets up as Concourse does, for pipelines of the team and for those of all others.</summary>
internal sealed class ReaderRules(SecretPathCheckOptions options)
{
    private const string Pipeline = "example-pipeline";

    // In Concourse's order. It takes the first secret that exists.
    private readonly LookupTemplate[] _templates =
    [
        new("pipeline", "CONCOURSE_AWS_SECRETSMANAGER_PIPELINE_SECRET_TEMPLATE", options.PipelineTemplate),
        new("team", "CONCOURSE_AWS_SECRETSMANAGER_TEAM_SECRET_TEMPLATE", options.TeamTemplate),
        new("shared", "CONCOURSE_AWS_SECRETSMANAGER_SHARED_SECRET_TEMPLATE", options.SharedTemplate),
    ];

    private readonly Dictionary<(SecretPathRule Rule, LookupTemplate? Template), SecretPathFinding> _findings = [];

    public IEnumerable<SecretPathFinding> Check(IReadOnlyList<NamedSecret> secrets)
    {
        foreach (var secret in secrets)
        {
            CheckTeam(secret);
            foreach (var template in _templates)
            {
                CheckOtherTeams(secret, template);
            }
        }

        return _findings.Values;
    }

    private void CheckTeam(NamedSecret secret)
    {
        var (path, team) = (secret.Path, secret.Context.Team);
        if (FirstOfAny(template => template.FindVariable(path, team, Pipeline)) is { } variable)
        {
            // A dot in the name of the team or the account needs the quotation marks with any strategy.
            if (NeedsQuotes(variable) && !NeedsQuotes(secret.Context.Team + secret.Context.Account))
            {
                Add(SecretPathRule.Unquoted, null, secret, variable, $"Pipelines of the team must write {Write(variable)} for {secret}, with the quotation marks.",
                    "Tell the teams, or use no dot and no colon in the names.");
            }
        }
        else if (FirstOfAny(template => template.FindImpossibleVariable(path, team, Pipeline)) is { } impossible)
        {
            Add(SecretPathRule.ReadableByTeam, null, secret, impossible,
                $"Pipelines of the team would have to write {Write(impossible)} for {secret}, which Concourse does not accept as a variable.",
                "Use only letters, digits and - _ / . : @ in the part of the name that pipelines write.");
        }
        else
        {
            Add(SecretPathRule.ReadableByTeam, null, secret, null,
                $"No variable in a pipeline of the team reads {secret}, because it does not match the {string.Join(", the ", _templates.Take(2))} or the {_templates[2]}.",
                $"Start the names like the team template of Concourse, or set {_templates[1].Setting} to a template that finds them.");
        }
    }

    private void CheckOtherTeams(NamedSecret secret, LookupTemplate template)
    {
        if (template.FindOtherReader(secret.Path, secret.Context.Team) is not { } reader)
        {
            return;
        }

        var who = reader.Team is null ? "Every other team" : $"A team '{reader.Team}'";
        var where = reader.Pipeline is null ? "" : $", in a pipeline '{reader.Pipeline}'";
        Add(SecretPathRule.UnreachableByOtherTeams, template, secret, reader.Variable, $"{who} can read {secret} as {Write(reader.Variable)}{where}, by the {template}.", template.HasTeam
            ? "Put the name of the team where this template has it, in a path segment of its own, and nothing that a team can choose before it."
            : $"Move this template out of the teams' path: set {template.Setting} to /concourse-shared/{{{{.Secret}}}}, for example, and pass the same template to the check.");
    }

    private string? FirstOfAny(Func<LookupTemplate, string?> find) => _templates.Select(find).FirstOrDefault(variable => variable is not null);

    // A dot begins a field, and what is before a colon is a var source.
    private static bool NeedsQuotes(string variable) => variable.AsSpan().ContainsAny('.', ':');

    private static string Write(string variable) => NeedsQuotes(variable) ? $"((\"{variable}\"))" : $"(({variable}))";

    private void Add(SecretPathRule rule, LookupTemplate? template, NamedSecret secret, string? variable, string message, string remedy) => _findings.TryAdd((rule, template), new()
    {
        Rule = rule,
        Severity = rule is SecretPathRule.Unquoted ? FindingSeverity.Information : FindingSeverity.Error,
        Context = secret.Context,
        Path = secret.Path,
        Variable = variable is null ? null : Write(variable),
        Message = message,
        Remedy = remedy,
    });
}
