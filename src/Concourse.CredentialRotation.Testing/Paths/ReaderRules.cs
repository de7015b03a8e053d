namespace Concourse.CredentialRotation.Testing;

/// <summary>Looks the secrets up as Concourse does, for pipelines of the team and for those of all others.</summary>
/// <param name="templates">Concourse's templates in its order: it takes the first secret that exists. The second is the team's.</param>
/// <param name="getPipeline">The pipeline that alone may read a secret; null for all pipelines of the team.</param>
internal sealed class ReaderRules(IReadOnlyList<LookupTemplate> templates, Func<SecretPathContext, string?> getPipeline)
{
    private const string Pipeline = "example-pipeline";

    private readonly Dictionary<(SecretPathRule Rule, LookupTemplate? Template), SecretPathFinding> _findings = [];

    /// <summary>The rules for Secrets Manager.</summary>
    public static ReaderRules Create(SecretPathCheckOptions options) => new(
        LookupTemplate.OfSecretsManager(options.PipelineTemplate, options.TeamTemplate, options.SharedTemplate), options.GetPipeline);

    public IEnumerable<SecretPathFinding> Check(IReadOnlyList<NamedSecret> secrets)
    {
        foreach (var secret in secrets)
        {
            var pipeline = getPipeline(secret.Context);
            CheckTeam(secret, pipeline);
            foreach (var template in templates)
            {
                CheckOtherTeams(secret, template);
                if (pipeline is not null)
                {
                    CheckOtherPipelines(secret, template, pipeline);
                }
            }
        }

        return _findings.Values;
    }

    private void CheckTeam(NamedSecret secret, string? pipeline)
    {
        var (path, team) = (secret.Path, secret.Context.Team);
        var readers = pipeline is null ? "Pipelines of the team" : $"The pipeline '{pipeline}'";
        if (FirstOfAny(template => template.FindVariable(path, team, pipeline ?? Pipeline)) is { } variable)
        {
            // A dot in the name of the team or the account needs the quotation marks with any strategy.
            if (NeedsQuotes(variable) && !NeedsQuotes(secret.Context.Team + secret.Context.Account))
            {
                Add(SecretPathRule.Unquoted, null, secret, variable, $"{readers} must write {Write(variable)} for {secret}, with the quotation marks.",
                    "Tell the teams, or use no dot and no colon in the names.");
            }
        }
        else if (FirstOfAny(template => template.FindImpossibleVariable(path, team, pipeline ?? Pipeline)) is { } impossible)
        {
            Add(SecretPathRule.ReadableByTeam, null, secret, impossible,
                $"{readers} would have to write {Write(impossible)} for {secret}, which Concourse does not accept as a variable.",
                "Use only letters, digits and - _ / . : @ in the part of the name that pipelines write.");
        }
        else
        {
            Add(SecretPathRule.ReadableByTeam, null, secret, null,
                $"No variable in {(pipeline is null ? "a pipeline of the team" : $"the pipeline '{pipeline}'")} reads {secret}, because it does not match the {string.Join(", the ", templates.SkipLast(1))} or the {templates[^1]}.",
                $"Start the names like the team template of Concourse, or set {templates[1].Setting} to a template that finds them. Concourse replaces only {{{{.Team}}}}, {{{{.Pipeline}}}} and {{{{.Secret}}}}, so whatever else is before the team's name must be the same in all names.");
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
            : template.Kind is not "shared"
            ? $"Set {template.Setting} to a template with {{{{.Team}}}} in a path segment of its own, and pass the same template to the check."
            : $"Move this {template.Noun} out of the teams' path: set {template.Setting} to {template.SafeExample}, for example, and pass the same {template.Noun} to the check.");
    }

    private void CheckOtherPipelines(NamedSecret secret, LookupTemplate template, string pipeline)
    {
        if (template.FindOtherPipelinesVariable(secret.Path, secret.Context.Team, pipeline) is { } variable)
        {
            Add(SecretPathRule.UnreachableByOtherPipelines, template, secret, variable,
                $"Pipelines of the team other than '{pipeline}' can read {secret} as {Write(variable)}, by the {template}.",
                template.HasPipeline
                    ? "Put the name of the pipeline where this template has it, in a path segment of its own."
                    : $"Move this template out of the pipelines' paths: set {template.Setting} to a path that no pipeline's secrets have, and pass the same template to the check.");
        }
    }

    private string? FirstOfAny(Func<LookupTemplate, string?> find) => templates.Select(find).FirstOrDefault(variable => variable is not null);

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
