using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary><c>plan FILE…</c>: what a rotation would do now, and what the whole fleet needs. It changes nothing.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string[]> Files = TeamFiles.CreateArgument();

    private static readonly Option<int> Interval = new("--interval")
    {
        Description = "How often credentials are renewed, in minutes: interval_minutes of the Terraform module.",
        HelpName = "MINUTES",
        DefaultValueFactory = _ => 50,
    };

    private static readonly Option<int> Check = new("--check")
    {
        Description = "How often the function is invoked, in minutes: check_minutes of the Terraform module.",
        HelpName = "MINUTES",
        DefaultValueFactory = _ => 10,
    };

    private static readonly Option<int?> WritesPerSecond = new("--writes-per-second")
    {
        Description = "The quota of writes of the AWS account and Region. By default, 50 for Secrets Manager and 3 for Parameter Store.",
        HelpName = "NUMBER",
    };

    private static readonly Option<bool> Offline = new("--offline")
    {
        Description = "Do not read the secrets: only compute what the fleet needs.",
    };

    public static Command Create(Host host)
    {
        var command = new ExampleCommand("plan", "Shows what a rotation would assume and write, and what the fleet needs of quotas, limits and money.")
        {
            Examples =
            [
                ("plan teams", "Plans for all teams, renewed every 50 minutes and checked every 10."),
                ("plan teams --interval 30 --offline", "Computes what a shorter interval would mean, without access to AWS."),
            ],
            SuccessMeaning = "The fleet is within the limits, and every set is whole or new.",
            ErrorMeaning = "An error, for example because a secret cannot be read.",
            FindingsMeaning = "A limit is exceeded, or a set is torn, expired, of another tool, with another key, or has secrets of another layout.",
        };
        command.Arguments.Add(Files);
        command.Options.Add(Interval);
        command.Options.Add(Check);
        command.Options.Add(WritesPerSecond);
        command.Options.Add(Offline);
        command.Run(host, RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var schedule = Schedule.Create(context.Get(Interval), context.Get(Check));
        var load = context.Service<IStoreLoad>();
        var writesPerSecond = (context.Get(WritesPerSecond) ?? load.DefaultWritesPerSecond) is > 0 and var quota ? quota : throw new CommandException("--writes-per-second must be at least 1.");
        var teams = await TeamLoader.LoadAsync(context, context.Get(Files)).ConfigureAwait(false);
        var accounts = AccountFilter.Select(teams, []);
        var fleet = FleetLoad.Of(accounts, context.Service<IOptions<CredentialRotationOptions>>().Value.Layout, schedule, load, writesPerSecond);
        var planner = new AccountPlanner(context, schedule);
        var report = new PlanReport
        {
            Time = context.Now,
            IntervalSeconds = (long)schedule.Interval.TotalSeconds,
            CheckSeconds = (long)schedule.Check.TotalSeconds,
            Accounts = context.Get(Offline) ? [.. accounts.Select(planner.PlanOffline)] : await planner.PlanAsync(accounts).ConfigureAwait(false),
            Teams = [.. teams.Select(team => TeamPlan.Of(team, schedule))],
            Fleet = fleet,
            Findings = [.. PlanFindings.Find(teams, fleet, schedule, load)],
        };
        if (context.IsJson)
        {
            context.WriteJson(report, ReportJson.Readable.PlanReport);
        }
        else
        {
            new PlanScreen(context.Service<IStoreFacts>(), load).Write(Screen.ForOutput(context.Terminal), report, schedule);
        }

        return report.Accounts.Any(account => account.Error is not null) ? ExitCode.Error
            : report.Findings.Count > 0 || report.Accounts.Any(account => account.Findings.Count > 0) ? ExitCode.Findings
            : ExitCode.Success;
    }
}
