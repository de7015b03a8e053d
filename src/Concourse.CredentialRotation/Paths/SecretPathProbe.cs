using System.Diagnostics;
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

        // Also where a name begins with a part of the account's name, such as its environment.
        .. Separators.SelectMany<string, (string, string)>(separator => [("x", $"a{separator}a{separator}b"), ($"x{separator}a", $"a{separator}b")]),
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
        var rules = new SecretNameRules(context => paths.GetPath(context) ?? "", writer.ValidateName, prefix);
        var contents = AccountSecrets.GetContents(SecretLayout.Both);
        foreach (var (team, account) in Names)
        {
            foreach (var content in contents)
            {
                var context = new SecretPathContext { Team = team, Account = account, Content = content };
                rules.Check(context, IsPlain(context));
            }
        }

        return [.. rules.Broken.Select(broken => $"The path strategy {paths.GetType().Name} must {Describe(broken, prefix)}.")];
    }

    /// <summary>Whether the names are short and without punctuation, so that a store must allow what is made of them.</summary>
    public static bool IsPlain(SecretPathContext context) =>
        context.Team.Length + context.Account.Length < TeamValidator.MaxNameLength
        && (context.Team + context.Account).All(character => char.IsAsciiLetterOrDigit(character) || character == '-');

    public static string Describe(SecretPathContext context) => $"{context.Content} of team '{context.Team}', account '{context.Account}'";

    private static string Describe(BrokenSecretNameRule broken, string? prefix)
    {
        var (context, path) = (Describe(broken.Context), SafeText.Quote(broken.Path ?? ""));
        return broken.Rule switch
        {
            SecretNameRule.Returned => $"return a name for every team and account, but for {context} it threw {ErrorFormatter.Format(broken.Exception!).Message.TrimEnd('.')}",
            SecretNameRule.Deterministic => $"return the same name every time, but for {context} it returned {path} and then {SafeText.Quote(broken.SecondPath ?? "")}",
            SecretNameRule.Allowed => $"return names that the store allows, but for {context} it returned {path}, which {broken.StoreRule}",
            SecretNameRule.WithinPrefix => $"return names below '{prefix}' (setting {nameof(CredentialRotationOptions.PathPrefix)}), but for {context} it returned {path}",
            SecretNameRule.Distinct => $"return a different name for every team, account and content, but for {Describe(broken.Owner!)} and for {context} it returned {path}",
            _ => throw new UnreachableException(),
        };
    }
}
