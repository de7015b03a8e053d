namespace Concourse.CredentialRotation.Testing;

/// <summary>Asks a strategy for names and checks the names as such.</summary>
internal sealed class NameRules(ISecretPathStrategy strategy, SecretPathCheckOptions options)
{
    private readonly Dictionary<SecretPathRule, SecretPathFinding> _findings = [];
    private readonly Dictionary<string, List<SecretPathContext>> _owners = new(StringComparer.Ordinal);

    /// <param name="secrets">The names that the strategy returned.</param>
    public IEnumerable<SecretPathFinding> Check(out IReadOnlyList<NamedSecret> secrets)
    {
        secrets = [.. GetContexts().Select(GetName).OfType<NamedSecret>()];
        foreach (var secret in secrets)
        {
            CheckStore(secret);
            CheckPrefix(secret);
            CheckDistinct(secret);
        }

        return _findings.Values;
    }

    private IEnumerable<SecretPathContext> GetContexts()
    {
        var examples = SecretPathProbe.Names[0];
        string[] teams = [.. options.Teams, examples.Team];
        string[] accounts = [.. options.Accounts, examples.Account];
        return SecretPathProbe.Names
            .Concat(teams.SelectMany(team => accounts, (team, account) => (team, account)))
            .Distinct()
            .SelectMany(
                _ => AccountSecrets.GetContents(SecretLayout.Both),
                (names, content) => new SecretPathContext { Team = names.Item1, Account = names.Item2, Content = content });
    }

    private NamedSecret? GetName(SecretPathContext context)
    {
        string? path, again;
        try
        {
            (path, again) = (strategy.GetPath(context), strategy.GetPath(context));
        }
        catch (Exception exception)
        {
            Add(SecretPathRule.ReturnsName, context, null, $"For {SecretPathProbe.Describe(context)}, the strategy threw {ErrorFormatter.Format(exception).Message}",
                "Return a name for every team, account and content that the library allows, not only for those that exist.");
            return null;
        }

        if (path is null)
        {
            Add(SecretPathRule.ReturnsName, context, null, $"For {SecretPathProbe.Describe(context)}, the strategy returned null.",
                "Return a name for all four contents, because an account can choose its own layout.");
            return null;
        }

        if (path != again)
        {
            Add(SecretPathRule.Deterministic, context, path,
                $"For {SecretPathProbe.Describe(context)}, the strategy returned {SafeText.Quote(path)} and then {SafeText.Quote(again ?? "")}.",
                "Make the name from the context alone, without a counter, the time, or a random value.");
        }

        return new(context, path);
    }

    // A store may allow fewer characters than a team's name, and a name may leave little room, so only plain and short names must fit. All names must fit
    // that the caller asks about.
    private void CheckStore(NamedSecret secret)
    {
        var isGiven = options.Teams.Contains(secret.Context.Team) || options.Accounts.Contains(secret.Context.Account);
        if ((isGiven || SecretPathProbe.IsPlain(secret.Context)) && options.ValidateName(secret.Path) is { } rule)
        {
            Add(SecretPathRule.AllowedByStore, secret.Context, secret.Path, $"For {SecretPathProbe.Describe(secret.Context)}, the strategy returned {SafeText.Quote(secret.Path)}, which {rule}.",
                "Use only characters and lengths that the store allows.");
        }
    }

    private void CheckPrefix(NamedSecret secret)
    {
        if (options.PathPrefix is { } prefix && !secret.Path.StartsWith(prefix, StringComparison.Ordinal))
        {
            Add(SecretPathRule.WithinPrefix, secret.Context, secret.Path, $"For {SecretPathProbe.Describe(secret.Context)}, the strategy returned {SafeText.Quote(secret.Path)}, which does not start with '{prefix}'.",
                "Start every name with the prefix, because the permissions to write and to read the secrets end there.");
        }
    }

    private void CheckDistinct(NamedSecret secret)
    {
        if (!_owners.TryGetValue(secret.Path, out var others))
        {
            _owners.Add(secret.Path, others = []);
        }

        if (others.Find(other => !SecretPathProbe.IsSeenByTheValidator(other, secret.Context)) is { } owner)
        {
            _findings.TryAdd(SecretPathRule.Distinct, new()
            {
                Rule = SecretPathRule.Distinct,
                Severity = FindingSeverity.Error,
                Context = owner,
                OtherContext = secret.Context,
                Path = secret.Path,
                Message = $"For {SecretPathProbe.Describe(owner)} and for {SecretPathProbe.Describe(secret.Context)}, the strategy returned the same name, {SafeText.Quote(secret.Path)}.",
                Remedy = "Use the whole names of the team and of the account and the content, and separate them by a slash, which no name of a team or an account contains.",
            });
        }

        others.Add(secret.Context);
    }

    private void Add(SecretPathRule rule, SecretPathContext context, string? path, string message, string remedy) => _findings.TryAdd(rule, new()
    {
        Rule = rule,
        Severity = FindingSeverity.Error,
        Context = context,
        Path = path,
        Message = message,
        Remedy = remedy,
    });
}
