namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows secrets that no account needs, by what is done with them.</summary>
internal static class PruneScreen
{
    public static void Write(Screen screen, PruneReport report, IStorePruner pruner, string noun)
    {
        if (report.Secrets.Count == 0)
        {
            screen.Line($"Every {noun} of these teams is needed.");
            return;
        }

        foreach (var group in report.Secrets.GroupBy(secret => (secret.Action, secret.Reason)).OrderBy(group => group.Key.Action))
        {
            screen.Line($"{Title(group.Key.Action)}:");
            var longest = group.Max(secret => secret.Name.Length);
            foreach (var secret in group)
            {
                screen.Paragraph($"{secret.Name.PadRight(longest)}  {Describe(secret, report.Time, pruner.KnowsReads)}", indent: 2, hanging: 6);
            }

            if (group.Key.Reason is { } reason)
            {
                screen.Paragraph(reason, indent: 2);
            }

            screen.Line();
        }

        var (pending, deleted) = (Number(PruneAction.WouldDelete), Number(PruneAction.Scheduled) + Number(PruneAction.Deleted));
        if (pending > 0)
        {
            screen.Paragraph(pruner.DescribePending(pending));
        }

        if (deleted > 0)
        {
            screen.Paragraph(pruner.DescribeDeleted(deleted));
        }

        int Number(PruneAction action) => report.Secrets.Count(secret => secret.Action == action);
    }

    private static string Title(PruneAction action) => action switch
    {
        PruneAction.WouldDelete => "Not needed",
        PruneAction.Scheduled => "Scheduled for deletion",
        PruneAction.Deleted => "Deleted",
        PruneAction.Keep => "Kept",
        _ => "Failed",
    };

    private static string Describe(UnneededSecret secret, DateTimeOffset now, bool knowsReads)
    {
        List<string> facts = [secret.RotatedAt is { } time ? $"rotated {Durations.Relative(time, now)}" : "never rotated"];
        if (knowsReads)
        {
            facts.Add(secret.LastReadOn is { } day ? $"last read on {day}" : "never read");
        }

        if (secret.DeletionDate is { } end)
        {
            facts.Add(FormattableString.Invariant($"can be restored until {end.UtcDateTime:yyyy-MM-dd}"));
        }

        return string.Join(", ", facts);
    }
}
