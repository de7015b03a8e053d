using System.CommandLine;
using System.CommandLine.Help;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The commands, and how one is run.</summary>
internal static class CommandLine
{
    public const string Name = "concourse-credentials";

    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> InvokeAsync(string[] arguments, Host host, CancellationToken cancellationToken = default)
    {
        // Ctrl+C is handled in Program: what has begun must end first, which takes longer than the parser would wait.
        var configuration = new InvocationConfiguration
        {
            Output = host.Terminal.Output,
            Error = host.Terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return Create(host).Parse(arguments).InvokeAsync(configuration, cancellationToken);
    }

    public static RootCommand Create(Host host)
    {
        var root = new RootCommand("Checks, rotates and explains the AWS credentials that Concourse.CredentialRotation keeps for Concourse teams.")
        {
            ValidateCommand.Create(host),
            PlanCommand.Create(host),
            RotateCommand.Create(host),
            StatusCommand.Create(host),
            DoctorCommand.Create(host),
            ExplainCommand.Create(host),
            PruneCommand.Create(host),
            CompletionCommand.Create(host),
        };
        root.Options.Add(GlobalOptions.Output);
        root.Options.Add(GlobalOptions.Settings);
        root.Options.Add(GlobalOptions.Verbose);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = host.Terminal.Width });
        return root;
    }
}
