using System.CommandLine;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>completion SHELL</c>: a script that makes a shell complete the commands and options.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh, fish or pwsh." };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("completion", "Prints a script that makes a shell complete commands and options.")
        {
            Examples =
            [
                ("completion bash > ~/.local/share/bash-completion/completions/concourse-credentials", "Installs it for bash."),
                ("completion zsh > \"${fpath[1]}/_concourse-credentials\"", "Installs it for zsh."),
                ("completion fish > ~/.config/fish/completions/concourse-credentials.fish", "Installs it for fish."),
                ("completion pwsh >> $PROFILE", "Installs it for PowerShell."),
            ],
            SuccessMeaning = "The script was printed.",
            FindingsMeaning = "Not used by this command.",
        };
        Shell.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
        command.Arguments.Add(Shell);
        command.Run(host, async context =>
        {
            await context.Terminal.Output.WriteAsync(CompletionScripts.All[context.Get(Shell)]).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }
}
