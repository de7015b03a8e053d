namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows an explanation: the verdict first, then the session, the cause and what to do.</summary>
internal static class ExplainScreen
{
    public static void Write(Screen screen, ExplainReport report)
    {
        screen.Paragraph($"Is rotation to blame? {Describe(report.RotationIsToBlame)}");
        screen.Line();
        if (report.Session is { } session)
        {
            WriteSession(screen, session, report);
            screen.Line();
        }

        screen.Paragraph($"Likely cause: {report.Cause}", hanging: 14);
        screen.Paragraph($"What to do:   {report.Remedy}", hanging: 14);
        if (report.AccessKeyId is not null && report.SearchedAccounts == 0)
        {
            screen.Line();
            screen.Paragraph("To find out whose session it was, pass the team files with --teams.");
        }

        if (report.UnreadableAccounts.Count > 0)
        {
            screen.Line();
            screen.Paragraph($"The access keys of {Count.Of(report.UnreadableAccounts.Count, "account")} could not be read: {string.Join(", ", report.UnreadableAccounts)}. {report.Error}");
        }
    }

    private static void WriteSession(Screen screen, FoundSession session, ExplainReport report)
    {
        Field("Access key ID", report.AccessKeyId!);
        Field("Account", $"{session.Team}/{session.Account}");
        Field("Role", session.RoleArn);
        Field("Version", $"{(session.Version is { } version ? $"{version} ({session.Stage})" : session.Stage)}; the set is {SetConditions.Predicate(session.Condition)} now");
        Field("Rotated", session.RotatedAt is { } rotated ? At(rotated) : "not by a rotation");
        if (session.ReplacedAt is { } replaced)
        {
            Field("Replaced", At(replaced));
        }

        if (session.Expiration is { } end)
        {
            Field(end > report.Time ? "Valid until" : "Ended", At(end));
        }

        if (session.RotationId is { } id)
        {
            Field("Rotation ID", id);
        }

        void Field(string name, string value) => screen.Paragraph($"{$"{name}:",-15}{value}", hanging: 15);

        string At(DateTimeOffset time) => FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({Durations.Relative(time, report.Time)})");
    }

    private static string Describe(Verdict verdict) => verdict switch
    {
        Verdict.No => "No.",
        Verdict.Yes => "Yes.",
        Verdict.Renewal => "Only through its timing: the step read its variables during a renewal.",
        _ => "Unknown.",
    };
}
