using System.Diagnostics;

namespace Concourse.CredentialRotation.Testing;

/// <summary>Asks a strategy for names and checks the names as such.</summary>
internal sealed class NameRules(ISecretPathStrategy strategy, SecretPathCheckOptions options)
{
    /// <param name="secrets">The names that the strategy returned.</param>
    public IEnumerable<SecretPathFinding> Check(out IReadOnlyList<NamedSecret> secrets)
    {
        var rules = new SecretNameRules(strategy.GetPath, options.ValidateName, options.PathPrefix);
        secrets =
        [
            .. from context in GetContexts()
               let path = rules.Check(context, MustBeAllowed(context))
               where path is not null
               select new NamedSecret(context, path),
        ];
        return rules.Broken.Select(ToFinding);
    }

    // The caller's own names first: a finding shows the first names that break a rule.
    private IEnumerable<SecretPathContext> GetContexts() => GetOwnNames().Concat(SecretPathProbe.Names)
        .Distinct()
        .SelectMany(
            _ => AccountSecrets.GetContents(SecretLayout.Both),
            (names, content) => new SecretPathContext { Team = names.Team, Account = names.Account, Content = content });

    private IEnumerable<(string Team, string Account)> GetOwnNames()
    {
        var example = SecretPathProbe.Names[0];
        return options.Teams.Append(example.Team).SelectMany(_ => options.Accounts.Append(example.Account), (team, account) => (team, account));
    }

    // A store may allow fewer characters than a team's name, and a name may leave little room, so only plain and short names must fit. All names must fit
    // that the caller asks about.
    private bool MustBeAllowed(SecretPathContext context) => SecretPathProbe.IsPlain(context) || GetOwnNames().Contains((context.Team, context.Account));

    private SecretPathFinding ToFinding(BrokenSecretNameRule broken)
    {
        var (context, path) = (SecretPathProbe.Describe(broken.Context), SafeText.Quote(broken.Path ?? ""));
        return broken.Rule switch
        {
            SecretNameRule.Returned when broken.Exception is { } exception => Create(broken, SecretPathRule.ReturnsName,
                $"For {context}, the strategy threw {ErrorFormatter.Format(exception).Message}",
                "Return a name for every team, account and content that the library allows, not only for those that exist."),
            SecretNameRule.Returned => Create(broken, SecretPathRule.ReturnsName,
                $"For {context}, the strategy returned null.",
                "Return a name for all four contents, because an account can choose its own layout."),
            SecretNameRule.Deterministic => Create(broken, SecretPathRule.Deterministic,
                $"For {context}, the strategy returned {path} and then {SafeText.Quote(broken.SecondPath ?? "")}.",
                "Make the name from the context alone, without a counter, the time, or a random value."),
            SecretNameRule.Allowed => Create(broken, SecretPathRule.AllowedByStore,
                $"For {context}, the strategy returned {path}, which {broken.StoreRule}.",
                "Use only characters and lengths that the store allows."),
            SecretNameRule.WithinPrefix => Create(broken, SecretPathRule.WithinPrefix,
                $"For {context}, the strategy returned {path}, which does not start with '{options.PathPrefix}'.",
                "Start every name with the prefix, because the permissions to write and to read the secrets end there."),
            SecretNameRule.Distinct => Create(broken, SecretPathRule.Distinct,
                $"For {SecretPathProbe.Describe(broken.Owner!)} and for {context}, the strategy returned the same name, {path}.",
                "Use the whole names of the team and of the account and the content, and separate them by a slash, which no name of a team or an account contains."),
            _ => throw new UnreachableException(),
        };
    }

    private static SecretPathFinding Create(BrokenSecretNameRule broken, SecretPathRule rule, string message, string remedy) => new()
    {
        Rule = rule,
        Severity = FindingSeverity.Error,
        Context = broken.Owner ?? broken.Context,
        OtherContext = broken.Owner is null ? null : broken.Context,
        Path = broken.Path,
        Message = message,
        Remedy = remedy,
    };
}
