using System.Text.RegularExpressions;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Runs every example of docs/command-line.md and compares its output. With UPDATE_SNAPSHOTS=1, writes the outputs into the document.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class DocumentationTests
{
    private const string ExampleKey = "ASIAEXAMPLE000000001";
    private const string RoleArn = "arn:aws:iam::123456789999:role/concourse-ci-example-team";

    private static readonly string Document = Path.Combine(RepositoryRoot.Folder, "docs/command-line.md");

    [Test]
    public async Task Examples_OfTheDocument_HaveTheOutputThatIsShown()
    {
        await using var cli = await CliHarness.StartAsync();
        (cli.Width, cli.MaxConcurrency) = (100, 1);
        cli.Aws.Sts.Role(RoleArn, new LocalRole(RequiredExternalId: "concourse/example-team"));
        var document = await File.ReadAllTextAsync(Document);
        var updated = document;
        List<string> commands = [];
        foreach (Match example in Example().Matches(document))
        {
            var arguments = example.Groups["arguments"].Value.Split(' ');
            commands.Add(arguments[0]);
            await PrepareAsync(cli, arguments[0]);
            var result = await cli.RunAsync([.. arguments.Select(argument => argument.Trim('\'') switch
            {
                "teams" => cli.PathOf("teams"),
                ExampleKey => cli.Aws.Sts.Sessions[0].AccessKeyId,
                var plain => plain,
            })]);

            var shown = Snapshot.Stable(result.Output + result.Error).TrimEnd('\n');
            if (Snapshot.IsUpdate)
            {
                updated = updated.Replace(example.Value, $"```console\n$ concourse-credentials {example.Groups["arguments"].Value}\n{shown}\n```", StringComparison.Ordinal);
            }
            else
            {
                Assert.That(example.Groups["output"].Value.TrimEnd('\n'), Is.EqualTo(shown), $"{example.Groups["arguments"].Value}: if the output is intended, run the test with UPDATE_SNAPSHOTS=1.");
            }
        }

        Assert.That(commands.Distinct(), Is.EquivalentTo(new[] { "validate", "plan", "rotate", "status", "doctor", "explain", "prune" }));
        if (Snapshot.IsUpdate)
        {
            await File.WriteAllTextAsync(Document, updated);
        }
    }

    [Test]
    public async Task Commands_AllOfThem_AreInTheDocument()
    {
        await using var cli = await CliHarness.StartAsync();
        var document = await File.ReadAllTextAsync(Document);

        var root = CommandLine.Create(new Host { Terminal = Terminal.OfThisProcess() });
        Assert.That(root.Subcommands.Select(command => command.Name).Where(name => !document.Contains($"\n## {name}\n", StringComparison.Ordinal)), Is.Empty);
        Assert.That(root.Subcommands.SelectMany(command => command.Options).Concat(root.Options.Where(option => option.Recursive)).Select(option => option.Name).Where(name => !document.Contains($"`{name}", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void References_InMessages_AreHeadingsOfTheDocuments()
    {
        var references = RepositoryRoot.Files("src/Concourse.CredentialRotation.Cli", "*.cs").SelectMany(file => Reference().Matches(RepositoryRoot.Read(file)))
            .Select(reference => (Page: reference.Groups["page"].Value, Heading: reference.Groups["heading"].Value)).Distinct().ToList();

        Assert.That(references, Is.Not.Empty);
        Assert.That(references.Where(reference => !Headings(reference.Page).Contains(reference.Heading.Replace("*", "", StringComparison.Ordinal))), Is.Empty);

        static IEnumerable<string> Headings(string page) => Heading().Matches(RepositoryRoot.Read(page)).Select(heading => heading.Groups["text"].Value);
    }

    /// <summary>What has happened before the example of a command: the team is new, then rotated, then one of its sets is torn, and so on.</summary>
    private static async Task PrepareAsync(CliHarness cli, string command)
    {
        switch (command)
        {
            case "validate":
                WriteTeam(cli, "divx-lab", "divx-prod");
                cli.WriteFile("teams/billing.json", "{\n  \"name\": \"billing\",\n  \"renewAftr\": 1800,\n  \"accounts\": [\n    { \"name\": \"lab\", \"roleArn\": \"concourse-ci-billing\", \"duraton\": 900 }\n  ]\n}\n");
                break;
            case "plan":
                File.Delete(cli.PathOf("teams/billing.json"));
                break;
            case "status":
                cli.Time.Advance(TimeSpan.FromMinutes(12));
                cli.Aws.Secrets.Write("/concourse/example-team/divx-prod-secret-key", "11111111-2222-4333-8444-555555555555", "written by hand");
                break;
            case "explain":
                cli.Time.Advance(TimeSpan.FromMinutes(38));
                Assert.That((await cli.RunAsync("rotate", cli.PathOf("teams"))).ExitCode, Is.Zero);
                cli.Time.Advance(TimeSpan.FromMinutes(14));
                break;
            case "prune":
                WriteTeam(cli, "divx-lab");
                cli.Time.Advance(TimeSpan.FromHours(3));
                break;
        }
    }

    private static void WriteTeam(CliHarness cli, params string[] accounts) =>
        cli.WriteFile("teams/example-team.json", CliHarness.TeamJson(CliHarness.Team, [.. accounts.Select(account => CliHarness.AccountJson(account))]));

    [GeneratedRegex(@"```console\n\$ concourse-credentials (?<arguments>[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    // Those in parentheses, whose heading is not computed.
    [GeneratedRegex(@"\((?<page>docs/[\w-]+\.md), (?<heading>[^){]+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
