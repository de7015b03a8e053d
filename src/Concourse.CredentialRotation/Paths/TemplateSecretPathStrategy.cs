using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>
/// The default convention: a template in the syntax of Concourse's own path templates, followed by <c>-access-key</c>,
/// <c>-secret-key</c> and <c>-session-token</c>.
/// </summary>
public sealed partial class TemplateSecretPathStrategy : ISecretPathStrategy
{
    /// <summary>The template that suits Concourse's defaults: <c>/concourse/{{.Team}}/{{.Account}}</c>.</summary>
    public const string DefaultTemplate = "/concourse/{{.Team}}/{{.Account}}";

    // The template as .NET formats it, because a host asks for many names when it starts.
    private readonly CompositeFormat _format;

    /// <summary>Makes the convention of a template.</summary>
    /// <param name="template">
    /// A text with the placeholders <c>{{.Team}}</c>, which must be a path segment of its own so that no team can reach another's
    /// secrets, and <c>{{.Account}}</c>.
    /// </param>
    /// <exception cref="ArgumentException">The template breaks a rule; the message says which.</exception>
    public TemplateSecretPathStrategy(string template)
    {
        if (Problems(template) is { Count: > 0 } problems)
        {
            throw new ArgumentException($"The path template {Shown.Quoted(template)} {string.Join("; it ", problems)}.", nameof(template));
        }

        _format = CompositeFormat.Parse(Fill(template, "{0}", "{1}"));
    }

    /// <inheritdoc/>
    public string GetPath(string team, string account, CredentialPart part) =>
        string.Format(CultureInfo.InvariantCulture, _format, team, account) + part switch
        {
            CredentialPart.AccessKey => "-access-key",
            CredentialPart.SecretKey => "-secret-key",
            CredentialPart.SessionToken => "-session-token",
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, "no part of a credential"),
        };

    /// <summary>What is wrong with a template, each as a phrase that goes after its name.</summary>
    internal static IReadOnlyList<string> Problems(string? template)
    {
        if (string.IsNullOrEmpty(template))
        {
            return ["is empty"];
        }

        List<string> problems = [];
        var names = Placeholder().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        problems.AddRange(names
            .Where(name => name is not (".Team" or ".Account"))
            .Select(name => $"has the unknown placeholder {Shown.Quoted($"{{{{{name}}}}}")}; {{{{.Team}}}} and {{{{.Account}}}} are known"));
        if (!template.Split('/').Any(segment => WholeSegment().IsMatch(segment)))
        {
            problems.Add("must have {{.Team}} as a path segment of its own, or one team could write another's secrets");
        }

        if (!names.Contains(".Account"))
        {
            problems.Add("must have {{.Account}}, or a team's accounts would share one place");
        }

        if (problems.Count == 0 && SecretName.Problem(Fill(template, "team", "account")) is { } refused)
        {
            problems.Add($"makes a secret name which {refused}");
        }

        return problems;
    }

    private static string Fill(string template, string team, string account) =>
        Placeholder().Replace(template, match => match.Groups["name"].Value is ".Team" ? team : account);

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\{\{\s*\.Team\s*\}\}\z")]
    private static partial Regex WholeSegment();
}
