using System.Diagnostics;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>Colors, width, help and completion.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class TerminalTests
{
    [TestCase(null, null, true, true)]
    [TestCase(null, null, false, false)]
    [TestCase("1", null, true, false)]
    [TestCase("", null, true, true)]
    [TestCase(null, "1", false, true)]
    [TestCase(null, "0", false, false)]
    [TestCase("1", "1", true, false)]
    public void HasColors_Variables_Decide(string? noColor, string? force, bool isTerminal, bool expected) =>
        Assert.That(Terminal.HasColors(name => name switch { "NO_COLOR" => noColor, "CLICOLOR_FORCE" => force, _ => null }, isTerminal), Is.EqualTo(expected));

    [TestCase(100, "80", 100)]
    [TestCase(null, "80", 80)]
    [TestCase(null, null, 160)]
    [TestCase(null, "wide", 160)]
    [TestCase(20, null, 60)]
    [TestCase(0, null, 160)]
    public void GetWidth_TerminalOrVariable_Decides(int? ofTerminal, string? columns, int expected) =>
        Assert.That(Terminal.GetWidth(name => name is "COLUMNS" ? columns : null, ofTerminal), Is.EqualTo(expected));

    [Test]
    public async Task Output_Colors_AreOnlyThereIfWanted([Values("status", "doctor")] string command, [Values] bool isColored)
    {
        await using var cli = await CliHarness.StartAsync();
        var file = await cli.RotatedAsync("lab");
        cli.IsColored = isColored;

        var result = await cli.RunAsync(command, file);

        Assert.That(result.Output.Contains('\e'), Is.EqualTo(isColored));
        Assert.That(result.Output, Does.Contain("whole"));
    }

    [Test]
    public async Task Output_LongNameInANarrowTerminal_BeginsOnTheLineOfItsAccount()
    {
        await using var cli = await CliHarness.StartAsync();
        var file = await cli.RotatedAsync("an-account-with-a-rather-long-name");
        cli.Width = 80;

        var result = await cli.RunAsync("status", file);

        Assert.That(result.Output.Split('\n'), Has.One.Matches("^   an-account-\\S+ +whole "));
    }

    [TestCase("")]
    [TestCase("validate")]
    [TestCase("plan")]
    [TestCase("rotate")]
    [TestCase("status")]
    [TestCase("doctor")]
    [TestCase("explain")]
    [TestCase("prune")]
    [TestCase("completion")]
    public async Task Help_Command_HasExamplesAndExitCodes(string command)
    {
        await using var cli = await CliHarness.StartAsync();

        var result = await cli.RunAsync([.. command.Length == 0 ? Array.Empty<string>() : [command], "--help"]);

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Output, command.Length == 0 ? Does.Contain("validate") : Does.Contain($"Examples:\n  concourse-credentials {command} ").And.Contain("Exit codes:"));
    }

    [TestCase("sta", "status")]
    [TestCase("status --acc", "--account")]
    [TestCase("status --output ", "json")]
    [TestCase("completion ", "fish")]
    public async Task Suggest_Line_HasTheCompletion(string line, string expected)
    {
        await using var cli = await CliHarness.StartAsync();

        var result = await cli.RunAsync($"[suggest:{line.Length}]", line);

        Assert.That(result.Output.Split('\n'), Has.Member(expected));
    }

    // bash itself runs the script, with a program that answers as this one does.
    [Test]
    [Platform(Include = "Linux,MacOsX")]
    public async Task Completion_OfBash_CompletesACommand()
    {
        await using var cli = await CliHarness.StartAsync();
        var script = cli.WriteFile("completion.bash", (await cli.RunAsync("completion", "bash")).Output);
        var suggestions = cli.WriteFile("suggestions", (await cli.RunAsync("[suggest:3]", "sta")).Output);
        var run = $$"""
            concourse-credentials() { [ "$1 $2" = "[suggest:3] sta" ] && cat '{{suggestions}}'; }
            source '{{script}}'
            COMP_LINE='concourse-credentials sta' COMP_POINT=25 COMP_WORDS=(concourse-credentials sta) COMP_CWORD=1
            _concourse_credentials
            echo "${COMPREPLY[@]}"
            """;

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", run]) { RedirectStandardOutput = true })!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        Assert.That(output, Is.EqualTo("status\n"));
    }

    [TestCase("bash", "[suggest:")]
    [TestCase("zsh", "#compdef concourse-credentials")]
    [TestCase("fish", "complete --command concourse-credentials")]
    [TestCase("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_Shell_HasItsScript(string shell, string expected)
    {
        await using var cli = await CliHarness.StartAsync();

        Assert.That((await cli.RunAsync("completion", shell)).Output, Does.Contain(expected));
    }
}
