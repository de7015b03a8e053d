namespace Concourse.CredentialRotation;

/// <summary>Asks a path strategy for names and checks them. The host's check and the test kit's have the rules in common, and each its own words for them.</summary>
/// <param name="getPath">The strategy.</param>
/// <param name="validateName">The store's rules.</param>
/// <param name="prefix">The prefix of all names.</param>
internal sealed class SecretNameRules(Func<SecretPathContext, string?> getPath, Func<string, string?> validateName, string? prefix)
{
    private readonly Dictionary<SecretNameRule, BrokenSecretNameRule> _broken = [];
    private readonly Dictionary<string, List<SecretPathContext>> _owners = new(StringComparer.Ordinal);

    /// <summary>The rules that were broken so far, each once, in the order in which they were found.</summary>
    public IReadOnlyCollection<BrokenSecretNameRule> Broken => _broken.Values;

    /// <summary>Checks the name for a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="mustBeAllowed">Whether the store must allow the name. It need not for every team: one whose names do not fit is rejected by itself.</param>
    /// <returns>The name, or <see langword="null"/> if there is none.</returns>
    public string? Check(SecretPathContext context, bool mustBeAllowed)
    {
        string? path, second;
        try
        {
            (path, second) = (getPath(context), getPath(context));
        }
        catch (Exception exception)
        {
            Add(new(SecretNameRule.Returned, context, null) { Exception = exception });
            return null;
        }

        if (path is null)
        {
            Add(new(SecretNameRule.Returned, context, null));
            return null;
        }

        if (path != second)
        {
            Add(new(SecretNameRule.Deterministic, context, path) { SecondPath = second });
        }

        if (mustBeAllowed && validateName(path) is { } rule)
        {
            Add(new(SecretNameRule.Allowed, context, path) { StoreRule = rule });
        }

        if (prefix is not null && !path.StartsWith(prefix, StringComparison.Ordinal))
        {
            Add(new(SecretNameRule.WithinPrefix, context, path));
        }

        CheckDistinct(context, path);
        return path;
    }

    private void CheckDistinct(SecretPathContext context, string path)
    {
        if (!_owners.TryGetValue(path, out var others))
        {
            _owners.Add(path, others = []);
        }

        if (others.Find(other => !IsSeenByTheValidator(other, context)) is { } owner)
        {
            Add(new(SecretNameRule.Distinct, context, path) { Owner = owner });
        }

        others.Add(context);
    }

    // Whether the same name concerns only a team that is then rejected. Two accounts of one team may meet in different layouts, such as 'app' (separate) and
    // 'app-access-key' (combined) with the default template; any other team can have both.
    private static bool IsSeenByTheValidator(SecretPathContext one, SecretPathContext other) =>
        one.Team == other.Team && one.Account != other.Account && (one.Content is SecretContent.Credentials) != (other.Content is SecretContent.Credentials);

    private void Add(BrokenSecretNameRule broken) => _broken.TryAdd(broken.Rule, broken);
}
