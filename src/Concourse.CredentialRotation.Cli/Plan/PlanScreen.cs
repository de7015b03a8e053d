using Spectre.Console;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows a plan: the accounts, what would be assumed and written, the fleet against its limits, and the findings.</summary>
internal sealed class PlanScreen(IStoreFacts store, IStoreLoad load)
{
    public void Write(Screen screen, PlanReport report, Schedule schedule)
    {
        if (report.Accounts.Any(account => account.Condition is not null))
        {
            screen.Write(CreateAccounts(report));
            screen.Line();
        }

        WriteChanges(screen, report);
        screen.Line($"{Count.Of(report.Fleet.Teams, "team")}, renewed every {Durations.Format(schedule.Interval)} and checked every {Durations.Format(schedule.Check)}:");
        screen.Write(CreateFleet(report.Fleet, schedule));
        screen.Line();
        screen.Paragraph($"{load.FreeOfCharge} Prices are AWS's list prices in us-east-1 as of {Prices.AsOf}, without the reads of Concourse. A share of the quota should be at most 70 %.");
        screen.Line();
        WriteValidity(screen, report);
        WriteFindings(screen, report);
    }

    private Table CreateAccounts(PlanReport report)
    {
        var table = Screen.CreateTable("Account", "Set", "A rotation now would");
        Screen.AddByTeam(table, report.Accounts, account => account.Team, account => account.Account, account =>
        [
            account.Condition is { } condition ? StatusScreen.Word(condition) : Screen.Plain("–"),
            Screen.Plain(Describe(account, report.Time)),
        ]);
        return table;
    }

    private string Describe(AccountPlan account, DateTimeOffset now) => account.Action switch
    {
        PlannedAction.Skip => $"skip it; due {Durations.Relative(account.DueAt!.Value, now)}",
        PlannedAction.Create => $"create {Count.Of(account.Secrets.Count, store.Noun)}",
        PlannedAction.Renew => $"renew {Count.Of(account.Secrets.Count, store.Noun)}",
        PlannedAction.Repair => $"repair {Count.Of(account.Secrets.Count, store.Noun)}",
        PlannedAction.Replace => $"replace {Count.Of(account.Secrets.Count, store.Noun)} of another tool",
        _ => "not known",
    };

    private static void WriteChanges(Screen screen, PlanReport report)
    {
        foreach (var account in report.Accounts.Where(account => account.Action is not PlannedAction.Skip))
        {
            screen.Line(Name(account));
            screen.Paragraph($"assume {account.RoleArn}", indent: 2, hanging: 4);
            screen.Paragraph($"as session {account.SessionName}, with the external ID {account.ExternalId}, for {Durations.Format(TimeSpan.FromSeconds(account.DurationSeconds))}", indent: 4);
            foreach (var secret in account.Secrets)
            {
                screen.Line($"  write  {secret}");
            }

            screen.Line();
        }
    }

    private Table CreateFleet(FleetLoad fleet, Schedule schedule)
    {
        var table = Screen.CreateTable("", "Value", "Limit", "Share");
        table.Columns[1].RightAligned();
        table.Columns[3].RightAligned();
        Add("Accounts", Count.Number(fleet.Accounts), "", "");
        Add("Writes for all accounts, over an interval", Count.Number(fleet.WritesForAllAccounts), $"{Count.Number(fleet.WritesPerSecondQuota * schedule.Interval.TotalSeconds)} (quota)", Share(fleet.QuotaShareOfInterval));
        Add("The same, all within one check", Count.Number(fleet.WritesForAllAccounts), $"{Count.Number(fleet.WritesPerSecondQuota * schedule.Check.TotalSeconds)} (quota)", Share(fleet.QuotaShareOfCheck));
        Add("Seconds to renew all accounts at once", Count.Number(fleet.SecondsForAllAccounts, 1), "", "");
        Add("Writes a day", Count.Number(fleet.WritesPerDay), "", "");
        Add(load.ReadsLabel, Count.Number(fleet.ReadsPerDay), "", "");
        AddLimited($"Versions of a {store.Noun} a day", Count.Number(fleet.VersionsPerSecretPerDay, 1), load.MaxVersionsPerDay, "", fleet.VersionsPerSecretPerDay);
        if (fleet.SecretsQuota is { } quota)
        {
            AddLimited($"{char.ToUpperInvariant(store.Noun[0])}{store.Noun[1..]}s", Count.Number(fleet.Secrets), quota, $" ({load.SecretsLimit})", fleet.Secrets);
        }

        Add($"Cost a month: {Count.Of(fleet.Secrets, store.Noun)}", Dollars(fleet.SecretsCostPerMonth), "", "");
        Add("Cost a month: requests", Dollars(fleet.RequestsCostPerMonth), "", "");
        Add("Cost a month", Dollars(fleet.CostPerMonth), "", "");
        return table;

        void AddLimited(string name, string value, int? limit, string kind, double amount) =>
            Add(name, value, limit is { } max ? $"{Count.Number(max)}{kind}" : "", limit is { } all ? Share(amount / all) : "");

        void Add(params string[] cells) => table.AddRow([.. cells.Select(Screen.Plain)]);
    }

    private static void WriteValidity(Screen screen, PlanReport report)
    {
        foreach (var validity in report.Teams.GroupBy(team => (team.GuaranteedValiditySeconds, team.RenewalPeriodSeconds)).OrderBy(validity => validity.Key))
        {
            var names = validity.Count() == report.Teams.Count && report.Teams.Count > 1 ? "every team" : $"{(validity.Count() == 1 ? "team" : "teams")} {string.Join(", ", validity.Select(team => team.Team))}";
            screen.Paragraph($"A step of {names} has credentials for at least {Seconds(validity.Key.GuaranteedValiditySeconds)}; they are renewed every {Seconds(validity.Key.RenewalPeriodSeconds)}.");
        }

        screen.Line();
    }

    private static void WriteFindings(Screen screen, PlanReport report)
    {
        foreach (var finding in report.Accounts.SelectMany(account => account.Findings, (account, finding) => (Name: Name(account), finding)).GroupBy(account => account.finding, StringComparer.Ordinal))
        {
            screen.Paragraph($"finding: {string.Join(", ", finding.Select(account => account.Name))}");
            screen.Paragraph(finding.Key, indent: 2);
            screen.Line();
        }

        foreach (var finding in report.Findings)
        {
            screen.Paragraph($"finding: {finding}", hanging: 2);
            screen.Line();
        }

        foreach (var error in report.Accounts.Where(account => account.Error is not null))
        {
            screen.Paragraph($"unreadable: {Name(error)}");
            screen.Paragraph(error.Error!, indent: 2);
            screen.Line();
        }

        var findings = report.Findings.Count + report.Accounts.Sum(account => account.Findings.Count);
        screen.Line(findings == 0 ? "No findings." : $"{Count.Of(findings, "finding")}.");
    }

    private static string Name(AccountPlan account) => $"{account.Team}/{account.Account}";

    private static string Seconds(long seconds) => Durations.Format(TimeSpan.FromSeconds(seconds));

    private static string Share(double share) => $"{Count.Number(share * 100, 1)} %";

    private static string Dollars(decimal amount) => FormattableString.Invariant($"${amount:N2}");
}
