using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>The section <c>Runbook</c> of docs/operations.md.</summary>
internal static partial class Runbook
{
    public const string Document = "docs/operations.md";

    private static readonly string Text = Section(RepositoryRoot.Read(Document), "## Runbook");

    /// <summary>The entries, whose headings are of level 4.</summary>
    public static IReadOnlyList<RunbookEntry> Entries { get; } =
    [
        .. from @group in Parts(Text, "### ")
           from entry in Parts(@group.Text, "#### ")
           select new RunbookEntry(@group.Heading, entry.Heading, [.. CodeIn(entry.Heading), .. CodeIn(Also().Match(entry.Text).Value)], entry.Text),
    ];

    /// <summary>The rows of the table of faults.</summary>
    public static IReadOnlyList<string[]> Faults { get; } = Table(Group("Twelve faults, three steps"), "Fault");

    /// <summary>The text of a group, by its heading.</summary>
    public static string Group(string heading) => Section(Text, $"### {heading}");

    /// <summary>The cells of a table's rows without its heading, by a column of its heading.</summary>
    public static IReadOnlyList<string[]> Table(string text, string firstColumn) =>
    [
        .. text.Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    /// <summary>What a command of the tool says about a fault, according to the table of faults; null if the fault is not named by it.</summary>
    public static string? Named(string fault, string command) =>
        Faults.SingleOrDefault(row => row[0] == fault) is { } row
            ? NamedBy().Matches(row[^1]).SingleOrDefault(named => named.Groups["command"].Value == command)?.Groups["text"].Value
            : throw new AssertionException($"The table of faults in {Document} does not have '{fault}'.");

    /// <summary>The words in backticks.</summary>
    public static IReadOnlyList<string> CodeIn(string markdown) => [.. Code().Matches(markdown).Select(code => code.Groups["code"].Value)];

    private static string Section(string text, string heading)
    {
        var level = heading.Split(' ')[0];
        return Parts(text, $"{level} ").SingleOrDefault(part => $"{level} {part.Heading}" == heading).Text
            ?? throw new AssertionException($"{Document} has no section '{heading}'.");
    }

    private static IEnumerable<(string Heading, string Text)> Parts(string text, string prefix) =>
        $"\n{text}".Split($"\n{prefix}").Skip(1).Select(part => part.Split('\n', 2)).Select(part => (part[0], part.ElementAtOrDefault(1) ?? ""));

    [GeneratedRegex("`(?<code>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"`(?<command>\w+)`[^*;]*: \*(?<text>[^*]+)\*")]
    private static partial Regex NamedBy();

    [GeneratedRegex("^Also: .*$", RegexOptions.Multiline)]
    private static partial Regex Also();
}
