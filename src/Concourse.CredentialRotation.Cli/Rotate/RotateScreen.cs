using Spectre.Console;
using Spectre.Console.Rendering;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows the outcomes of a rotation: a table, then warnings, then what failed.</summary>
internal static class RotateScreen
{
    public static void Write(Screen screen, IReadOnlyList<RotationReport> reports, DateTimeOffset now)
    {
        List<(string Name, AccountOutcome Outcome)> outcomes = [.. reports.SelectMany(report => report.Accounts, (report, outcome) => ($"{report.Team}/{outcome.Account}", outcome))];
        screen.Write(CreateTable(screen, reports, now));
        screen.Line();
        WriteGroups(screen, "warning", outcomes.SelectMany(account => GetWarnings(account.Outcome), (account, warning) => (account.Name, warning)));
        WriteGroups(screen, "failed", outcomes.Where(account => account.Outcome is FailedOutcome).Select(account => (account.Name, Describe((FailedOutcome)account.Outcome))));
        WriteGroups(screen, "torn", outcomes.Where(account => account.Outcome is TornOutcome).Select(account => (account.Name, ((TornOutcome)account.Outcome).Error.Message)));
        var throttled = reports.Sum(report => report.ThrottledRequests);
        if (throttled > 0)
        {
            screen.Paragraph($"AWS throttled {Count.Of(throttled, "request")}, which were sent again.");
        }

        var counts = outcomes.GroupBy(account => account.Outcome.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Count()} {kind.First().Outcome.Outcome}");
        screen.Paragraph($"{Count.Of(outcomes.Count, "account")}: {string.Join(", ", counts)}.");
    }

    private static Table CreateTable(Screen screen, IEnumerable<RotationReport> reports, DateTimeOffset now)
    {
        var table = screen.IsWide ? Screen.CreateTable("Account", "Outcome", "Expires", "Access key ID", "Rotation ID") : Screen.CreateTable("Account", "Outcome", "Expires", "Access key ID");
        var accounts = reports.SelectMany(report => report.Accounts, (report, outcome) => (report.Team, Outcome: outcome));
        Screen.AddByTeam(table, accounts, account => account.Team, account => account.Outcome.Account, account => CreateCells(account.Outcome, now).Take(table.Columns.Count - 1));
        return table;
    }

    private static IEnumerable<IRenderable> CreateCells(AccountOutcome outcome, DateTimeOffset now)
    {
        var (rotation, expiration, key) = outcome switch
        {
            RotatedOutcome rotated => ((RotationId?)rotated.RotationId, (DateTimeOffset?)rotated.Expiration, rotated.AccessKeyId),
            SkippedOutcome skipped => (skipped.RotationId, skipped.EstimatedExpiration, null),
            SupersededOutcome superseded => (superseded.RotationId, superseded.EstimatedExpiration, null),
            _ => (null, null, null),
        };
        return
        [
            new Markup($"[{GetColor(outcome)}]{outcome.Outcome}[/]"),
            Screen.Plain(expiration is { } end ? $"{Durations.Absolute(end, now)} ({Durations.Relative(end, now)})" : "–"),
            Screen.Plain(key ?? "–"),
            Screen.Plain(rotation?.ToString() ?? "–"),
        ];
    }

    private static string GetColor(AccountOutcome outcome) => outcome.Kind switch
    {
        AccountOutcomeKind.Rotated => "green",
        AccountOutcomeKind.Failed or AccountOutcomeKind.Torn => "red",
        _ => "default",
    };

    private static IEnumerable<string> GetWarnings(AccountOutcome outcome) => outcome switch
    {
        RotatedOutcome rotated => rotated.LeftBehind.Count == 0
            ? rotated.Warnings
            : [.. rotated.Warnings, $"The layout does not need these secrets any more, so they are not rotated. Delete them when no pipeline reads them: {string.Join(", ", rotated.LeftBehind)}."],
        SupersededOutcome superseded => superseded.Warnings,
        _ => [],
    };

    private static string Describe(FailedOutcome failed) =>
        $"At {failed.Step.ToString().ToLowerInvariant()}: {failed.Error.Message}{(failed.MayBeWritten ? " The new credentials may have been written all the same." : "")}";

    // What several accounts have in common is said once.
    private static void WriteGroups(Screen screen, string kind, IEnumerable<(string Name, string Message)> messages)
    {
        foreach (var message in messages.GroupBy(message => message.Message, StringComparer.Ordinal))
        {
            screen.Paragraph($"{kind}: {string.Join(", ", message.Select(account => account.Name))}");
            screen.Paragraph(message.Key, indent: 2);
            screen.Line();
        }
    }
}
