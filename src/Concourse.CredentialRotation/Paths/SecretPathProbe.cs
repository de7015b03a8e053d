using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Checks a path strategy with example teams and accounts when the host starts. A strategy that gives two teams the same name would publish one team's
/// session where the other reads it, and no team's own configuration would show that.
/// </summary>
internal static class SecretPathProbe
{
    // What could stand between the names of a team and of an account. A name may contain all of these.
    private static readonly string[] Separators = ["", "-", "_", ".", "@", "--", "__"];

    private static readonly string LongName = new('n', TeamValidator.MaxNameLength - 1);

    /// <summary>The example names. The test kit uses them too.</summary>
    public static IReadOnlyList<(string Team, string Account)> Names { get; } =
    [
        ("red", "app"), ("blue", "app"), ("red", "db"), ("Red", "app"), ("red", "App"),
        ("red", "app-access-key"), ("red", "app-secret-key"), ("red", "app-secret-access-key"), ("red", "app-session-token"),
        .. Separators.SelectMany<string, (string, string)>(separator => [("a", $"a{separator}a"), ($"a{separator}a", "a")]),
        (LongName + "1", "app"), (LongName + "2", "app"), ("red", LongName + "1"), ("red", LongName + "2"),
    ];

    /// <exception cref="OptionsValidationException">The strategy breaks rules; the exception has all of them.</exception>
    public static void Check(ISecretPathStrategy paths, ISecretWriter writer, CredentialRotationOptions options)
    {
        if (Validate(paths, writer, options.PathPrefix) is { Count: > 0 } errors)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(CredentialRotationOptions), errors);
        }
    }

    /// <summary>The rules that the strategy breaks, each with the first names that show it.</summary>
    public static IReadOnlyList<string> Validate(ISecretPathStrategy paths, ISecretWriter writer, string? prefix)
    {
        var evidence = new Dictionary<string, string>(StringComparer.Ordinal);
        var contents = AccountSecrets.GetContents(SecretLayout.Both);
        var owners = new Dictionary<string, List<SecretPathContext>>(Names.Count * contents.Count, StringComparer.Ordinal);
        foreach (var (team, account) in Names)
        {
            foreach (var content in contents)
            {
                Probe(new() { Team = team, Account = account, Content = content });
            }
        }

        return [.. evidence.Select(rule => $"The path strategy {paths.GetType().Name} must {rule.Key}, but {rule.Value}.")];

        void Probe(SecretPathContext context)
        {
            string path, again;
            try
            {
                (path, again) = (paths.GetPath(context) ?? "", paths.GetPath(context) ?? "");
            }
            catch (Exception exception)
            {
                evidence.TryAdd("return a name for every team and account", $"for {Describe(context)} it threw {ErrorFormatter.Format(exception).Message.TrimEnd('.')}");
                return;
            }

            if (path != again)
            {
                evidence.TryAdd("return the same name every time", $"for {Describe(context)} it returned {SafeText.Quote(path)} and then {SafeText.Quote(again)}");
            }

            // Only for plain and short names: a store may allow fewer characters, and a template may be long. A team whose names do not fit is rejected by itself.
            if (IsPlain(context) && writer.ValidateName(path) is { } rule)
            {
                evidence.TryAdd("return names that the store allows", $"for {Describe(context)} it returned {SafeText.Quote(path)}, which {rule}");
            }

            if (prefix is not null && !path.StartsWith(prefix, StringComparison.Ordinal))
            {
                evidence.TryAdd($"return names below '{prefix}' (setting {nameof(CredentialRotationOptions.PathPrefix)})", $"for {Describe(context)} it returned {SafeText.Quote(path)}");
            }

            if (!owners.TryGetValue(path, out var others))
            {
                owners.Add(path, others = []);
            }

            if (others.Find(other => !IsSeenByTheValidator(other, context)) is { } owner)
            {
                evidence.TryAdd("return a different name for every team, account and content", $"for {Describe(owner)} and for {Describe(context)} it returned {SafeText.Quote(path)}");
            }

            others.Add(context);
        }
    }

    /// <summary>
    /// Whether two contexts with the same name concern only a team that is then rejected. Two accounts of one team may meet in different layouts, such as
    /// 'app' (separate) and 'app-access-key' (combined) with the default template; any other team can have both.
    /// </summary>
    public static bool IsSeenByTheValidator(SecretPathContext one, SecretPathContext other) =>
        one.Team == other.Team && one.Account != other.Account && (one.Content is SecretContent.Credentials) != (other.Content is SecretContent.Credentials);

    /// <summary>Whether the names are short and without punctuation, so that a store must allow what is made of them.</summary>
    public static bool IsPlain(SecretPathContext context) =>
        context.Team.Length + context.Account.Length < TeamValidator.MaxNameLength
        && (context.Team + context.Account).All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    public static string Describe(SecretPathContext context) => $"{context.Content} of team '{context.Team}', account '{context.Account}'";
}
