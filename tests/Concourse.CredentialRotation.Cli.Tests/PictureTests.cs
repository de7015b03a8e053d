using System.Text.RegularExpressions;
using System.Xml.Linq;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>The pictures in docs/pictures show what the commands print. With PICTURE_OUTPUTS=FOLDER, writes the outputs there, from which build/pictures makes them.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class PictureTests : CliFixture
{
    [TestCase("plan")]
    [TestCase("status")]
    public async Task Picture_OfACommand_ShowsItsOutput(string command)
    {
        (Cli.Width, Cli.IsColored) = (100, true);
        var folder = await PrepareAsync(command);

        var result = await Cli.RunAsync(command, folder);

        var output = $"$ concourse-credentials {command} teams\n{Snapshot.Stable(result.Output).TrimEnd('\n')}\n";
        if (Environment.GetEnvironmentVariable("PICTURE_OUTPUTS") is { } outputs)
        {
            await File.WriteAllTextAsync(Path.Combine(outputs, $"{command}.ansi"), output);
        }
        else
        {
            Assert.That(ReadText($"docs/pictures/{command}.svg"), Is.EqualTo(Lines(Color().Replace(output, ""))), "If the output is intended, run make pictures.");
        }
    }

    /// <summary>A team with one account that is whole and one that is not.</summary>
    private async Task<string> PrepareAsync(string command)
    {
        string[] accounts = ["divx-lab", "divx-prod"];
        var file = Cli.WriteFile("teams/example-team.json", CliHarness.TeamJson(CliHarness.Team, [.. accounts.Select(account => CliHarness.AccountJson(account))]));
        if (command is "status")
        {
            Assert.That((await Cli.RunAsync("rotate", file)).ExitCode, Is.Zero);
            Cli.Aws.Secrets.Write($"{Fleet.Prefix}divx-prod-secret-key", "11111111-2222-4333-8444-555555555555", "written by hand");
            Cli.Time.Advance(TimeSpan.FromMinutes(12));
        }

        return Path.GetDirectoryName(file)!;
    }

    /// <summary>The lines of text in a picture that have any. Spaces between its parts are only in their positions.</summary>
    private static IEnumerable<string> ReadText(string picture) => Lines(string.Join('\n', XDocument.Parse(RepositoryRoot.Read(picture)).Descendants()
        .Where(element => element.Name.LocalName is "text" && element.Attribute("clip-path") is not null)
        .GroupBy(element => element.Attribute("clip-path")!.Value)
        .Select(line => line.OrderBy(part => Number(part, "x")).Aggregate("", (text, part) => text.PadRight(Column(part)) + part.Value))));

    private static int Column(XElement part) => (int)Math.Round(Number(part, "x") / (Number(part, "textLength") / part.Value.Length));

    private static double Number(XElement part, string attribute) => (double)part.Attribute(attribute)!;

    private static IEnumerable<string> Lines(string text) => text.Replace('\u00A0', ' ').Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);

    [GeneratedRegex(@"\e\[[0-9;]*m")]
    private static partial Regex Color();
}
