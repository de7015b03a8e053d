using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The metric filters of the Terraform modules select the lines that the function logs, and find their values and dimensions in them.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class MetricFilterTests
{
    // As the modules have them, with the values of their inputs.
    private static readonly Dictionary<string, (string Pattern, string Value)> Filters = RepositoryRoot.Files("terraform/modules", "*.tf")
        .SelectMany(file => Filter().Matches(RepositoryRoot.Read(file)))
        .SelectMany(filter => Patterns(filter.Groups["pattern"].Value).Select((pattern, i) => (
            Name: filter.Groups["name"].Value + (i is 0 ? "" : "OfExpiring"), pattern, Value: filter.Groups["value"].Value)))
        .ToDictionary(filter => filter.Name, filter => (filter.pattern, filter.Value));

    [Test]
    public async Task Filters_TeamWithABrokenAccount_CountItsOtherAccountsAndTheBrokenOne()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));

        var lines = await harness.LogLinesAsync();
        Assert.That(Data(lines, "SucceededRotations"), Is.EqualTo(new[] { "1" }), "one broken account must not hide the team");
        Assert.That(Data(lines, "RotatedAccounts"), Is.EqualTo(new[] { "1" }));
        Assert.That(Data(lines, "FailedAccounts"), Is.EqualTo(new[] { "1" }));
        Assert.That(Data(lines, "ValiditySeconds").Select(int.Parse), Has.Exactly(2).Items.And.Some.InRange(3000, 3600).And.Some.Zero);
        Assert.That(Data(lines, "ValiditySecondsOfExpiring"), Is.EqualTo(new[] { "0" }));
        Assert.That(Data(lines, "ThrottledRequests"), Is.Empty);
    }

    [Test]
    public async Task Filters_EveryAccountFailed_DoNotCountASuccess()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));

        await harness.InvokeAsync(FunctionHarness.Event("team", "denied"));

        var lines = await harness.LogLinesAsync();
        Assert.That(Data(lines, "SucceededRotations"), Is.Empty);
        Assert.That(Data(lines, "RotatedAccounts"), Is.Empty);
        Assert.That(Data(lines, "FailedAccounts"), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task Filters_CheckThatSkips_CountASuccessWithoutARotation()
    {
        await using var harness = await FunctionHarness.StartAsync();
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var lines = await harness.LogLinesAsync();
        Assert.That(Data(lines, "SucceededRotations"), Has.Count.EqualTo(2));
        Assert.That(Data(lines, "RotatedAccounts"), Is.EqualTo(new[] { "1" }));
        Assert.That(Data(lines, "FailedAccounts"), Is.Empty);
        Assert.That(Data(lines, "ValiditySecondsOfExpiring"), Is.Empty);
    }

    [Test]
    public async Task Filters_ExpiredAccount_HasItsNegativeValidity()
    {
        await using var harness = await FunctionHarness.StartAsync();
        var rotation = RotationId.Create(TimeProvider.System.GetUtcNow().AddMinutes(-70)).ToString();
        foreach (var part in new[] { "access-key", "secret-key", "session-token" })
        {
            harness.Aws.Secrets.Write($"/concourse/team/lab-{part}", rotation, part);
        }

        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(Data(await harness.LogLinesAsync(), "ValiditySecondsOfExpiring").Select(int.Parse), Has.One.InRange(-1200, -600));
    }

    [Test]
    public async Task Filters_ThrottledRotation_HasTheNumberOfRequests()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.On("AssumeRole").First(2).Respond(Fault.Throttled);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(Data(await harness.LogLinesAsync(), "ThrottledRequests"), Is.EqualTo(new[] { "2" }));
    }

    // Every filter that has dimensions has those of its lines: Team and perhaps Account.
    [Test]
    public async Task Filters_Dimensions_AreInEveryLineThatMatches()
    {
        await using var harness = await FunctionHarness.StartAsync();
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab", "denied"));

        var lines = await harness.LogLinesAsync();
        Assert.That(lines.Where(line => Matches(line, "SucceededRotations")).Select(line => (string?)line["team"]), Is.All.EqualTo("team").And.Not.Empty);
        Assert.That(
            lines.Where(line => Matches(line, "ValiditySeconds") || Matches(line, "FailedAccounts")).Select(line => $"{line["team"]} {line["account"]}"),
            Is.EquivalentTo(new[] { "team lab", "team denied" }));
    }

    private static List<string> Data(IEnumerable<JsonNode> lines, string filter) =>
        [.. lines.Where(line => Matches(line, filter)).Select(line => Filters[filter].Value is ['$', '.', .. var field] ? line[field]!.ToJsonString() : Filters[filter].Value)];

    private static bool Matches(JsonNode line, string filter) => FilterPattern.Matches(Filters[filter].Pattern, line);

    // A pattern that depends on an input has two: for all accounts, and for those that are about to expire.
    private static IEnumerable<string> Patterns(string expression) =>
        Text().Matches(expression).Select(text => text.Value.Trim('"').Replace("${var.minimum_validity}", "480", StringComparison.Ordinal));

    [GeneratedRegex("""resource "aws_cloudwatch_log_metric_filter" .*?\bpattern\s*=\s*(?<pattern>[^\n]+)\n.*?\bname\s*=\s*"(?<name>\w+)"\s*value\s*=\s*"(?<value>[^"]+)""", RegexOptions.Singleline)]
    private static partial Regex Filter();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();
}
