using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>prune FILE…</c>: secrets that rotations made and that no account needs any more.</summary>
internal static class PruneCommand
{
    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();

    private static readonly Option<bool> Yes = new("--yes", "-y")
    {
        Description = "Schedule the secrets for deletion, or delete the parameters. Without it, they are only shown.",
    };

    private static readonly Option<bool> AllTeams = new("--all-teams")
    {
        Description = "Also the secrets of teams that no file has, for example because they were retired. Pass the files of all teams that still exist.",
    };

    private static readonly Option<int?> RecoveryWindow = new("--recovery-window")
    {
        Description = "For how many days secrets can be restored, 7 to 30. By default, 30. Not for Parameter Store, where they are deleted for good.",
        HelpName = "DAYS",
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("prune", "Shows secrets that no account needs any more; with --yes, deletes them, in Secrets Manager with a recovery window.")
        {
            Notes = "Only secrets that rotations made are found: of accounts that were removed, or of an earlier layout.",
            Examples =
            [
                ("prune teams", "Shows what the teams in the folder do not need any more."),
                ("prune teams --all-teams --yes", "Deletes that, and the secrets of teams that have no file."),
            ],
            SuccessMeaning = "There is nothing to delete, or all of it was deleted or scheduled for deletion.",
            ErrorMeaning = "An error, or a secret could not be deleted.",
            FindingsMeaning = "There are secrets to delete.",
        };
        command.Arguments.Add(Files);
        command.Options.Add(Yes);
        command.Options.Add(AllTeams);
        command.Options.Add(RecoveryWindow);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var pruner = context.Service<IStorePruner>();
        var days = pruner.GetRecoveryWindow(context.Get(RecoveryWindow));
        var teams = await TeamLoader.LoadAsync(context, context.Get(Files)).ConfigureAwait(false);
        var names = context.Service<AccountSecrets>();
        var needed = teams.SelectMany(team => team.Team.Accounts, (team, account) => names.GetEntries(team.Team, account))
            .SelectMany(entries => entries).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        var secrets = new UnneededSecrets(pruner, context.Service<TimeProvider>());
        var pattern = new SecretNamePattern(context.Service<IOptions<CredentialRotationOptions>>().Value.PathTemplate);
        var found = await secrets.FindAsync(
            pattern,
            context.Get(AllTeams) ? null : teams.Select(team => team.Team.Name).ToHashSet(StringComparer.Ordinal),
            needed,
            context.CancellationToken).ConfigureAwait(false);
        if (context.Get(Yes))
        {
            found = await DeleteAsync(secrets, found, days, context.CancellationToken).ConfigureAwait(false);
        }

        var report = new PruneReport { Time = context.Now, Secrets = found };
        if (context.IsJson)
        {
            context.WriteJson(report, ReportJson.Readable.PruneReport);
        }
        else
        {
            PruneScreen.Write(Screen.ForOutput(context.Terminal), report, pruner, context.Service<IStoreFacts>().Noun);
        }

        return found.Any(secret => secret.Action is PruneAction.Failed) ? ExitCode.Error
            : found.Any(secret => secret.Action is PruneAction.WouldDelete) ? ExitCode.Findings
            : ExitCode.Success;
    }

    private static async Task<IReadOnlyList<UnneededSecret>> DeleteAsync(
        UnneededSecrets secrets, IReadOnlyList<UnneededSecret> found, int days, CancellationToken cancellationToken)
    {
        // One after the other: the quota is shared, and nobody waits for them. After Ctrl+C, the rest is left as it is.
        List<UnneededSecret> result = [];
        foreach (var secret in found)
        {
            result.Add(secret.Action is PruneAction.WouldDelete && !cancellationToken.IsCancellationRequested ? await secrets.DeleteAsync(secret, days, cancellationToken).ConfigureAwait(false) : secret);
        }

        return result;
    }
}
