using System.Text.RegularExpressions;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Runs the examples of docs/command-line.md for Parameter Store and compares their output. With UPDATE_SNAPSHOTS=1, writes the outputs into the document.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class ParameterStoreDocumentationTests : ParameterStoreFixture
{
    private static readonly string Document = Path.Combine(RepositoryRoot.Folder, "docs/command-line.md");

    [Test]
    public async Task Examples_OfTheDocument_HaveTheOutputThatIsShown()
    {
        (Cli.Width, Cli.MaxConcurrency) = (100, 1);
        WriteTeam("divx-lab", "divx-prod");
        await RotateAsync();
        Cli.Time.Advance(TimeSpan.FromMinutes(50));
        await RotateAsync();
        Cli.Time.Advance(TimeSpan.FromHours(3));
        WriteTeam("divx-lab");
        await RotateAsync();
        var document = await File.ReadAllTextAsync(Document);
        var updated = document;
        var examples = Example().Matches(document);
        Assert.That(examples.Select(example => example.Groups["arguments"].Value.Split(' ')[0]), Is.EqualTo(new[] { "explain", "prune" }));
        foreach (Match example in examples)
        {
            var arguments = example.Groups["arguments"].Value;
            var result = await Cli.RunAsync([.. arguments.Split(' ').Select(argument => argument switch
            {
                "teams" => Cli.PathOf("teams"),
                "ASIAEXAMPLE000000001" => Cli.Aws.Sts.Sessions[0].AccessKeyId,
                _ => argument,
            })]);

            var shown = Snapshot.Stable(result.Output).TrimEnd('\n');
            if (Snapshot.IsUpdate)
            {
                updated = updated.Replace(example.Value, $"```console\n$ SECRET_STORE=parameter-store concourse-credentials {arguments}\n{shown}\n```", StringComparison.Ordinal);
            }
            else
            {
                Assert.That(example.Groups["output"].Value.TrimEnd('\n'), Is.EqualTo(shown), $"{arguments}: if the output is intended, run the test with UPDATE_SNAPSHOTS=1.");
            }
        }

        if (Snapshot.IsUpdate)
        {
            await File.WriteAllTextAsync(Document, updated);
        }
    }

    private async Task RotateAsync() => Assert.That((await Cli.RunAsync("rotate", Cli.PathOf("teams"))).ExitCode, Is.Zero);

    private void WriteTeam(params string[] accounts) =>
        Cli.WriteFile("teams/example-team.json", CliHarness.TeamJson(CliHarness.Team, [.. accounts.Select(account => CliHarness.AccountJson(account))]));

    [GeneratedRegex(@"```console\n\$ SECRET_STORE=parameter-store concourse-credentials (?<arguments>[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
