using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>rotate FILE…</c>: what the function does, from here.</summary>
internal static class RotateCommand
{
    // The engine limits the accounts that are in progress in this process, whatever team they are of.
    private const int MaxConcurrentTeams = 8;

    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();
    private static readonly Option<string[]> Accounts = AccountFilter.CreateOption();

    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Renew credentials although they are fresh: MinimumAge and renewAfter do not apply.",
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("rotate", "Rotates the credentials of teams as the function does; those that are not due are skipped.")
        {
            Examples =
            [
                ("rotate teams/example-team.json", "Rotates what is due, missing or torn."),
                ("rotate teams --account example-team/divx-lab --force", "Publishes a new session, for example after the old one was revoked."),
            ],
            SuccessMeaning = "Every account has fresh credentials; there may be warnings.",
            ErrorMeaning = "An error, or an account that failed or is torn.",
            FindingsMeaning = "Not used by this command.",
        };
        command.Arguments.Add(Files);
        command.Options.Add(Accounts);
        command.Options.Add(Force);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Get(Force))
        {
            context.Compose(services => services.PostConfigure<CredentialRotationOptions>(options => options.MinimumAge = TimeSpan.Zero));
        }

        var teams = await TeamLoader.LoadAsync(context, context.Get(Files)).ConfigureAwait(false);
        var selected = AccountFilter.Select(teams, context.Get(Accounts)!).GroupBy(account => account.Source).ToList();
        using var progress = new RotationProgress(context.Terminal, selected.Sum(accounts => accounts.Count()));
        var reports = new RotationReport[selected.Count];
        await Parallel.ForAsync(0, reports.Length, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentTeams }, async (i, _) =>
            reports[i] = await RotateAsync(context, selected[i].Key.Team, [.. selected[i].Select(account => account.Account)]).ConfigureAwait(false)).ConfigureAwait(false);
        progress.Stop();
        if (context.IsJson)
        {
            context.WriteJson(new RotateReport { Teams = reports }, ReportJson.Readable.RotateReport);
        }
        else
        {
            RotateScreen.Write(Screen.ForOutput(context.Terminal), reports, context.Now);
        }

        return reports.All(report => report.Succeeded) ? ExitCode.Success : ExitCode.Error;
    }

    private static async Task<RotationReport> RotateAsync(CommandContext context, Team team, IReadOnlyList<Account> accounts)
    {
        var part = team with { Accounts = accounts, RenewAfter = context.Get(Force) ? null : team.RenewAfter };
        var report = await context.Service<ICredentialRotator>().RotateAsync(part, cancellationToken: context.CancellationToken).ConfigureAwait(false);

        // The engine only saw a part of the team. A secret of another account can have the name that this one has in another layout.
        var secrets = context.Service<AccountSecrets>();
        var needed = team.Accounts.SelectMany(account => secrets.GetEntries(team, account)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        return report with
        {
            Accounts = [.. report.Accounts.Select(account => account is RotatedOutcome rotated ? rotated with { LeftBehind = [.. rotated.LeftBehind.Where(name => !needed.Contains(name))] } : account)],
        };
    }
}
