using System.Text.Json;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>The queries for CloudWatch Logs Insights, which Terraform saves and the documents show, name only fields that a log line can have.</summary>
public sealed partial class LogQueryTests
{
    // What the function writes in each line, and what CloudWatch and Lambda add.
    private static readonly string[] CommonFields = ["timestamp", "level", "message", "eventId", "eventName", "logger", "exception", "@timestamp", "@message", "type"];

    private static readonly string[] Keywords = ["fields", "filter", "stats", "sort", "limit", "display", "by", "as", "and", "or", "not", "in", "like", "asc", "desc"];

    private static readonly string[] Documents = ["docs/operations.md", "docs/telemetry.md", "docs/report.md", "docs/security.md", "docs/troubleshooting.md"];

    private static readonly HashSet<string> Fields =
    [
        .. CommonFields,
        .. RepositoryRoot.Files("src", "Log.cs").SelectMany(file => EventParameters().Matches(RepositoryRoot.Read(file)))
            .SelectMany(list => Parameter().Matches(list.Groups["list"].Value), (_, parameter) => CamelCase(parameter)),
        .. RepositoryRoot.Files("src/Concourse.CredentialRotation.Lambda", "*.cs").SelectMany(file => ScopeField().Matches(RepositoryRoot.Read(file)), (_, field) => CamelCase(field)),
    ];

    private static IEnumerable<TestCaseData> Queries =>
    [
        .. RepositoryRoot.Files("terraform/modules", "*.tf").SelectMany(file => SavedQuery().Matches(RepositoryRoot.Read(file)), (file, query) => Case(file, query)),
        .. Documents.SelectMany(file => DocumentedQuery().Matches(RepositoryRoot.Read(file)), Case),
    ];

    [Test]
    public void Fields_OfTheLog_AreFound() =>
        Assert.That(Fields, Is.SupersetOf(new[] { "team", "account", "outcome", "step", "validitySeconds", "minValiditySeconds", "throttledRequests", "requestId", "errors", "leftBehind" }));

    [TestCaseSource(nameof(Queries))]
    public void Query_Fields_AreThoseOfALine(string query)
    {
        var aliases = Alias().Matches(query).Select(alias => alias.Groups["name"].Value).ToHashSet();

        Assert.That(
            Word().Matches(Quoted().Replace(query, "")).Select(word => word.Value)
                .Where(word => !Fields.Contains(word) && !aliases.Contains(word) && !Keywords.Contains(word) && !word.StartsWith("record.", StringComparison.Ordinal)),
            Is.Empty,
            "No log line has these fields.");
    }

    private static string CamelCase(Match field) => JsonNamingPolicy.CamelCase.ConvertName(field.Groups["name"].Value);

    private static TestCaseData Case(string file, Match query) =>
        new TestCaseData(query.Groups["query"].Value).SetArgDisplayNames($"{file}: {Whitespace().Replace(query.Groups["query"].Value, " ").Trim()[..40]}");

    [GeneratedRegex(@"<<-QUERY\n(?<query>.*?)\n *QUERY", RegexOptions.Singleline)]
    private static partial Regex SavedQuery();

    [GeneratedRegex(@"^ *```\n(?<query> *(?:fields|filter) .*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex DocumentedQuery();

    [GeneratedRegex(@"\[LoggerMessage\([^\r\n]*\)\]\s*(?:public|private) static partial void \w+\((?<list>[^)]*)\);")]
    private static partial Regex EventParameters();

    [GeneratedRegex(@"(?<name>\w+)(?:,|$)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\[""(?<name>\w+)""\] = ")]
    private static partial Regex ScopeField();

    [GeneratedRegex(@"\bas (?<name>\w+)")]
    private static partial Regex Alias();

    // Neither a function nor a number with its unit.
    [GeneratedRegex(@"(?<![\w.@])[A-Za-z@](?>[\w.]*)(?!\()")]
    private static partial Regex Word();

    [GeneratedRegex(@"""[^""]*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
