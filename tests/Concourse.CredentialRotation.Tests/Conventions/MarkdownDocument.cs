using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>A Markdown file of the repository, as GitHub shows it.</summary>
internal sealed partial class MarkdownDocument(string path)
{
    // What is in code is neither a heading nor a link.
    private readonly string _text = CodeBlock().Replace(RepositoryRoot.Read(path), "");

    /// <summary>The targets of links that are no URLs.</summary>
    public IEnumerable<string> LocalLinks =>
        Link().Matches(InlineCode().Replace(_text, "code")).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>Whether a heading has this anchor. Of two equal headings, the second one's ends with <c>-1</c>.</summary>
    public bool HasAnchor(string anchor) =>
        Heading().Matches(_text).Select(heading => Anchor(heading.Groups["text"].Value)).GroupBy(name => name)
            .Any(same => same.Select((name, i) => i == 0 ? name : $"{name}-{i}").Contains(anchor));

    /// <summary>The anchor of a heading: in lower case, without punctuation, and with hyphens for spaces.</summary>
    public static string Anchor(string heading) => Punctuation().Replace(LinkText().Replace(heading, "${text}").Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"^#{1,6} (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N}\p{M}_\- ]")]
    private static partial Regex Punctuation();
}
