using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>
/// The default convention: a template in the syntax of Concourse's own path templates, followed by <c>-access-key</c>, <c>-secret-key</c> and
/// <c>-session-token</c>. The secret of <see cref="SecretLayout.Combined"/> has the name of the template itself.
/// </summary>
public sealed partial class TemplateSecretPathStrategy : ISecretPathStrategy
{
    /// <summary>The template that suits Concourse's defaults: <c>/concourse/{{.Team}}/{{.Account}}</c>.</summary>
    public const string DefaultTemplate = "/concourse/{{.Team}}/{{.Account}}";

    // Parsed once, because a host asks for many names when it starts.
    private readonly CompositeFormat _format;

    /// <summary>Creates the convention for a template.</summary>
    /// <param name="template">
    /// A string with the placeholders <c>{{.Team}}</c>, which must be a path segment of its own so that no team can reach another's
    /// secrets, and <c>{{.Account}}</c>.
    /// </param>
    /// <exception cref="ArgumentException">The template breaks rules; the message has all of them.</exception>
    public TemplateSecretPathStrategy(string template)
    {
        if (Validate(template) is { Count: > 0 } errors)
        {
            throw new ArgumentException($"The path template {SafeText.Quote(template)} {string.Join("; it ", errors)}.", nameof(template));
        }

        _format = CompositeFormat.Parse(Fill(template, "{0}", "{1}"));
    }

    /// <inheritdoc/>
    public string GetPath(SecretPathContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return string.Format(CultureInfo.InvariantCulture, _format, context.Team, context.Account) + context.Content switch
        {
            SecretContent.AccessKeyId => "-access-key",
            SecretContent.SecretAccessKey => "-secret-key",
            SecretContent.SessionToken => "-session-token",
            SecretContent.Credentials => "",
            _ => throw new ArgumentOutOfRangeException(nameof(context), context.Content, "The content is unknown."),
        };
    }

    /// <summary>The rules that a template breaks, each as a phrase that can follow "the template".</summary>
    internal static IReadOnlyList<string> Validate(string? template)
    {
        if (string.IsNullOrEmpty(template))
        {
            return ["is empty"];
        }

        List<string> errors = [];
        var names = Placeholder().Matches(template).Select(match => match.Groups["name"].Value).ToList();
        errors.AddRange(names
            .Where(name => name is not (".Team" or ".Account"))
            .Select(name => $"has the unknown placeholder {SafeText.Quote($"{{{{{name}}}}}")}; only {{{{.Team}}}} and {{{{.Account}}}} are allowed"));
        if (!template.Split('/').Any(segment => WholeSegment().IsMatch(segment)))
        {
            errors.Add("must have {{.Team}} as a path segment of its own, because otherwise one team could write another's secrets");
        }

        if (!names.Contains(".Account"))
        {
            errors.Add("must have {{.Account}}, because otherwise all accounts of a team would have the same secrets");
        }

        if (errors.Count == 0 && SecretName.Validate(Fill(template, "team", "account") + "-access-key") is { } rule)
        {
            errors.Add($"gives a secret name which {rule}");
        }

        return errors;
    }

    private static string Fill(string template, string team, string account) =>
        Placeholder().Replace(template, match => match.Groups["name"].Value is ".Team" ? team : account);

    [GeneratedRegex(@"\{\{\s*(?<name>[^{}]*?)\s*\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\{\{\s*\.Team\s*\}\}\z")]
    private static partial Regex WholeSegment();
}
