using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Tries a path strategy with made-up teams and accounts. A strategy by which two teams meet would publish one team's session where the
/// other reads it, and no team's own configuration shows that: so it is found when the host starts.
/// </summary>
internal static class SecretPathProbe
{
    private static readonly CredentialPart[] Parts = Enum.GetValues<CredentialPart>();

    // What could be between a team's and an account's name; a name may hold all of these.
    private static readonly string[] Separators = ["", "-", "_", ".", "@", "--", "__"];

    private static readonly string Long = new('n', TeamValidator.LongestName - 1);

    private static readonly (string Team, string Account)[] Names =
    [
        ("red", "app"), ("blue", "app"), ("red", "db"), ("Red", "app"), ("red", "App"),
        ("red", "app-access-key"), ("red", "app-secret-key"), ("red", "app-session-token"),
        .. Separators.SelectMany<string, (string, string)>(separator => [("a", $"a{separator}a"), ($"a{separator}a", "a")]),
        (Long + "1", "app"), (Long + "2", "app"), ("red", Long + "1"), ("red", Long + "2"),
    ];

    /// <exception cref="OptionsValidationException">The strategy breaks a rule; it names all.</exception>
    public static void Check(ISecretPathStrategy paths, CredentialRotationOptions options)
    {
        if (Problems(paths, options.PathPrefix) is { Count: > 0 } problems)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(CredentialRotationOptions), problems);
        }
    }

    /// <summary>The rules that the strategy breaks, each with the first names that show it.</summary>
    public static IReadOnlyList<string> Problems(ISecretPathStrategy paths, string? prefix)
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        var owners = new Dictionary<string, Secret>(Names.Length * Parts.Length, StringComparer.Ordinal);
        foreach (var (team, account) in Names)
        {
            foreach (var part in Parts)
            {
                Try(new(part, team, account));
            }
        }

        return [.. problems.Select(problem => $"The path strategy {paths.GetType().Name} must {problem.Key}; {problem.Value}.")];

        void Try(Secret secret)
        {
            string path, again;
            try
            {
                (path, again) = (PathOf(secret), PathOf(secret));
            }
            catch (Exception problem)
            {
                problems.TryAdd("have a name for every team and account", $"for {secret} it threw {Problem.Describe(problem).TrimEnd('.')}");
                return;
            }

            if (path != again)
            {
                problems.TryAdd("give the same name every time", $"for {secret} it gave {Shown.Quoted(path)} and then {Shown.Quoted(again)}");
            }

            // A template may be so long that it takes short names only; a team that it does not take is refused then.
            if (path.Length <= SecretName.Longest && SecretName.Problem(path) is { } refused)
            {
                problems.TryAdd("give names that Secrets Manager takes", $"for {secret} it gave {Shown.Quoted(path)}, which {refused}");
            }

            if (prefix is not null && !path.StartsWith(prefix, StringComparison.Ordinal))
            {
                problems.TryAdd($"give names below '{prefix}' (setting {nameof(CredentialRotationOptions.PathPrefix)})", $"for {secret} it gave {Shown.Quoted(path)}");
            }

            if (!owners.TryAdd(path, secret))
            {
                problems.TryAdd("give every team, account and part a name of its own", $"{owners[path]} and {secret} are both {Shown.Quoted(path)}");
            }
        }

        string PathOf(Secret secret) => paths.GetPath(secret.Team, secret.Account, secret.Part) ?? "";
    }

    private readonly record struct Secret(CredentialPart Part, string Team, string Account)
    {
        public override string ToString() => $"{Part} of team '{Team}', account '{Account}'";
    }
}
