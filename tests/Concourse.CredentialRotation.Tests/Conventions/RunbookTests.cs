using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Conventions;

/// <summary>The runbook has an entry for everything that a person may have to look up, and none for what no longer exists.</summary>
public sealed partial class RunbookTests
{
    private const string Pipelines = "docs/pipelines.md";

    private const string PipelineGroup = "In a pipeline";
    private const string AlarmGroup = "In an alarm";
    private const string ReportGroup = "In a report or in the log";
    private const string StepGroup = "Steps of a failed account";
    private const string CodeGroup = "Error codes";
    private const string MessageGroup = "Messages without an error code";

    // In this order in each entry.
    private static readonly string[] Labels = ["**Rotation to blame:** ", "**Valid credentials:** ", "**What it means.** ", "**Look at** ", "**Do"];

    // A block of code, or one of the two checks.
    private static readonly string[] Copyable = ["```\n", "(#first-check-is-rotation-to-blame)", "(#second-check-how-many-accounts)"];

    [Test]
    public void Alarms_OfTheModules_EachHaveAnEntry() =>
        AssertSame(
            AlarmGroup,
            RepositoryRoot.Files("terraform/modules", "*.tf").SelectMany(
                file => AlarmName().Matches(RepositoryRoot.Read(file)), (file, alarm) => (ShowName(alarm.Groups["name"].Value), file)),
            NamesIn(AlarmGroup));

    [Test]
    public void Alarms_OfTheModules_LinkToTheirEntry()
    {
        var alarms = RepositoryRoot.Files("terraform/modules", "*.tf").SelectMany(file => AlarmName().Matches(RepositoryRoot.Read(file))).Select(alarm => ShowName(alarm.Groups["name"].Value));

        // The last word of a link may be the key of a map that has an entry for each alarm.
        var links = RepositoryRoot.Files("terraform/modules", "*.tf").Select(RepositoryRoot.Read)
            .SelectMany(text => RunbookLink().Matches(text).SelectMany(link => link.Value.EndsWith("${alarm}", StringComparison.Ordinal)
                ? HelpKey().Matches(HelpMap().Match(text).Value).Select(key => $"name-{key.Groups["alarm"].Value}")
                : [link.Groups["anchor"].Value]));

        Assert.That(links, Is.EquivalentTo(alarms.Select(MarkdownDocument.Anchor)));
    }

    [Test]
    public void Metrics_OfTheModules_AreInTheTable() =>
        AssertSame(
            AlarmGroup,
            RepositoryRoot.Files("terraform/modules", "*.tf").SelectMany(
                file => MetricName().Matches(RepositoryRoot.Read(file)), (file, metric) => (metric.Groups["name"].Value, file)),
            Runbook.Table(Runbook.Group(AlarmGroup), "Metric").Select(row => Runbook.CodeIn(row[0]).Single()));

    [Test]
    public void Outcomes_AndEventsThatAreNotInformation_EachHaveAnEntry() =>
        AssertSame(
            ReportGroup,
            [
                .. CamelCaseNames<AccountOutcomeKind>(),
                .. LogEvent.Sources.Where(logged => logged.Key.Level is not "INFO").Select(logged => (logged.Key.Name, logged.Value)),
            ],
            NamesIn(ReportGroup));

    [Test]
    public void Steps_EachHaveAnEntry() => AssertSame(StepGroup, CamelCaseNames<RotationStep>(), NamesIn(StepGroup));

    [Test]
    public void ErrorCodes_WithARemedy_EachHaveAnEntry() =>
        AssertSame(CodeGroup, CodesWithARemedy().Select(code => (code, nameof(Remedies))), NamesIn(CodeGroup));

    /// <summary>The entry's name is the beginning of the message, or the parts of it between the values.</summary>
    [Test]
    public void Messages_ThatHaveAnEntry_AreInTheCode()
    {
        var code = string.Concat(RepositoryRoot.Files("src", "*.cs").Select(RepositoryRoot.Read));

        Assert.That(
            Runbook.Entries.Where(entry => entry.Group is MessageGroup)
                .SelectMany(entry => Italics().Matches($"*{entry.Heading}*\n{entry.Text.Split('\n').FirstOrDefault(line => line.StartsWith("Also: ", StringComparison.Ordinal))}"))
                .SelectMany(message => message.Groups["text"].Value.Split(" … "))
                .Where(text => !code.Contains(text, StringComparison.Ordinal)),
            Is.Empty,
            $"The group '{MessageGroup}' of {Runbook.Document} has entries for messages that are not in src.");
    }

    /// <summary>Operators and authors of pipelines look the same errors up.</summary>
    [Test]
    public void PipelineErrors_OfTheRunbook_AreExplainedToAuthors() =>
        Assert.That(
            NamesIn(PipelineGroup).Where(name => !RepositoryRoot.Read(Pipelines).Contains($"`{name}", StringComparison.Ordinal)),
            Is.Empty,
            $"The group '{PipelineGroup}' of {Runbook.Document} has errors that {Pipelines} does not have.");

    [Test]
    public void Events_OfTheLog_AreInTheReportsTable() =>
        Assert.That(
            Runbook.Table(RepositoryRoot.Read("docs/report.md"), "`eventId`").Select(row => new LogEvent(row[0], Runbook.CodeIn(row[1]).Single(), Runbook.CodeIn(row[2]).Single())),
            Is.EquivalentTo(LogEvent.Sources.Keys),
            "The table of docs/report.md must have the events of the LoggerMessage attributes in src.");

    [Test]
    public void Entries_HaveTheSameForm() =>
        Assert.That(
            Headings(entry => Labels.Select(label => entry.Text.IndexOf(label, StringComparison.Ordinal)) is var found && (found.Contains(-1) || !found.SequenceEqual(found.Order()))),
            Is.Empty,
            $"These entries of {Runbook.Document} do not have {string.Join(", ", Labels)} in this order.");

    [Test]
    public void Entries_HaveACommandOrAQueryToCopy() =>
        Assert.That(
            Headings(entry => !Array.Exists(Copyable, entry.Text.Contains)),
            Is.Empty,
            $"These entries of {Runbook.Document} have nothing to copy.");

    [Test]
    public void Entries_AreInTheIndex() =>
        Assert.That(
            Headings(entry => !Runbook.Group("What do you see?").Contains($"(#{MarkdownDocument.Anchor(entry.Heading)})", StringComparison.Ordinal)),
            Is.Empty,
            $"The index 'What do you see?' of {Runbook.Document} does not link to these entries.");

    /// <summary>Whoever sees a fault first finds what they see in the index.</summary>
    [Test]
    public void Faults_BeginWithWhatHasAnEntry() =>
        Assert.That(
            Runbook.Faults.SelectMany(row => Runbook.CodeIn(row[1])).Except(Runbook.Entries.SelectMany(entry => entry.Names)),
            Is.Empty,
            $"The table of faults in {Runbook.Document} begins with what has no entry.");

    private static IEnumerable<string> Headings(Func<RunbookEntry, bool> filter) => Runbook.Entries.Where(filter).Select(entry => entry.Heading);

    private static IEnumerable<string> NamesIn(string group) => Runbook.Entries.Where(entry => entry.Group == group).SelectMany(entry => entry.Names);

    private static void AssertSame(string group, IEnumerable<(string Name, string Source)> inCode, IEnumerable<string> inRunbook)
    {
        var (expected, actual) = (inCode.DistinctBy(item => item.Name).ToDictionary(item => item.Name, item => item.Source), inRunbook.ToList());
        Assert.That(
            (string[])
            [
                .. expected.Where(item => !actual.Contains(item.Key)).Select(item => $"'{item.Key}' (from {item.Value}) has no entry in the group '{group}' of {Runbook.Document}."),
                .. actual.Where(name => !expected.ContainsKey(name)).Select(name => $"The group '{group}' of {Runbook.Document} has '{name}', which no longer exists."),
                .. actual.CountBy(name => name).Where(name => name.Value > 1).Select(name => $"The group '{group}' of {Runbook.Document} has '{name.Key}' more than once."),
            ],
            Is.Empty);
        Assert.That(expected, Is.Not.Empty, "Nothing was found in the code.");
    }

    private static IEnumerable<(string Name, string Source)> CamelCaseNames<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(name => (JsonNamingPolicy.CamelCase.ConvertName(name), typeof(T).Name));

    // As the runbook writes it: NAME is the function, TEAM the team.
    private static string ShowName(string name) => name
        .Replace("${var.name}", "NAME", StringComparison.Ordinal)
        .Replace("${var.function.name}", "NAME", StringComparison.Ordinal)
        .Replace("${local.base_name}", "NAME-TEAM", StringComparison.Ordinal);

    /// <summary>Every word of the library that looks like a code is tried, with every text that a message may have to contain.</summary>
    private static IEnumerable<string> CodesWithARemedy()
    {
        var words = Literals(RepositoryRoot.Files(SourceTree.Library, "*.cs")).Where(text => CodeLike().IsMatch(text));
        var messages = Literals(RepositoryRoot.Files($"{SourceTree.Library}/Errors", "*.cs"));
        AwsOperation[] operations = [new("sts:AssumeRole", "arn:aws:iam::123456789999:role/ci"), new("secretsmanager:PutSecretValue", "/name")];
        return words.Where(word => operations.Any(operation => messages.Any(message => Remedies.For(new AmazonServiceException(message) { ErrorCode = word }, operation) is not null)));
    }

    private static List<string> Literals(IEnumerable<string> files) =>
        [.. files.SelectMany(file => Literal().Matches(RepositoryRoot.Read(file))).Select(literal => literal.Groups["text"].Value).Distinct()];

    [GeneratedRegex(@"resource ""aws_cloudwatch_metric_alarm"" ""\w+"" \{.*?\balarm_name\s*=\s*""(?<name>[^""]+)""", RegexOptions.Singleline)]
    private static partial Regex AlarmName();

    [GeneratedRegex(@"runbook_url\}#(?<anchor>[\w-]+)(?:\$\{alarm\})?")]
    private static partial Regex RunbookLink();

    [GeneratedRegex(@"for alarm, query in \{[^}]*\}")]
    private static partial Regex HelpMap();

    [GeneratedRegex(@"(?<alarm>[\w-]+) = """)]
    private static partial Regex HelpKey();

    [GeneratedRegex(@"\bmetric_transformation \{.*?\bname\s*=\s*""(?<name>\w+)""", RegexOptions.Singleline)]
    private static partial Regex MetricName();

    [GeneratedRegex(@"(?<!\*)\*(?<text>[^*]+)\*(?!\*)")]
    private static partial Regex Italics();

    [GeneratedRegex(@"""(?<text>[^""\\\r\n]+)""")]
    private static partial Regex Literal();

    [GeneratedRegex("^[A-Z][A-Za-z]+$")]
    private static partial Regex CodeLike();
}
