using Spectre.Console;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows the status of accounts: a table, and what is the matter with those that are not well.</summary>
internal static class StatusScreen
{
    // In a narrow table, it is below the access key ID. The first half of a rotation ID is its time to the millisecond, which tells rotations apart.
    private const int ShortIdLength = 13;

    public static void Write(Screen screen, IReadOnlyList<AccountStatus> accounts, DateTimeOffset now, IStoreFacts store)
    {
        screen.Write(screen.IsWide ? Wide(accounts, now) : Narrow(accounts, now));
        screen.Line();
        foreach (var condition in accounts.Where(account => account.Condition is not (SetCondition.Whole or SetCondition.Unreadable)).GroupBy(account => account.Condition))
        {
            screen.Paragraph($"{SetConditions.Word(condition.Key)}: {string.Join(", ", condition.Select(Name))}");
            screen.Paragraph(SetConditions.Explain(condition.Key, store)!, indent: 2);
            foreach (var secret in condition.Where(_ => condition.Key is SetCondition.Torn or SetCondition.ScheduledForDeletion).SelectMany(account => account.Secrets))
            {
                screen.Paragraph($"{secret.Name}: {Describe(secret, now)}", indent: 4, hanging: 6);
            }

            screen.Line();
        }

        foreach (var error in accounts.Where(account => account.Error is not null).GroupBy(account => account.Error!))
        {
            screen.Paragraph($"unreadable: {string.Join(", ", error.Select(Name))}");
            screen.Paragraph(error.Key, indent: 2);
            screen.Line();
        }

        if (accounts.FirstOrDefault(account => account.AccessKeyError is not null) is { } unknown)
        {
            screen.Paragraph($"The access key ID of {Count.Of(accounts.Count(account => account.AccessKeyError is not null), "account")} is not known. {unknown.AccessKeyError}");
            screen.Line();
        }

        screen.Paragraph($"{Count.Of(accounts.Count, "account")} at {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {Summarize(accounts)}.");
    }

    public static Markup Word(SetCondition condition) => new($"[{SetConditions.Color(condition)}]{SetConditions.Word(condition)}[/]");

    public static string Summarize(IEnumerable<AccountStatus> accounts) => string.Join(
        ", ", accounts.GroupBy(account => account.Condition).OrderBy(condition => condition.Key).Select(condition => $"{condition.Count()} {SetConditions.Word(condition.Key)}"));

    private static Table Wide(IEnumerable<AccountStatus> accounts, DateTimeOffset now)
    {
        var table = Screen.CreateTable("Account", "Set", "Rotated", "Left", "Expires", "Access key ID", "Rotation ID");
        Screen.AddByTeam(table, accounts, account => account.Team, account => account.Account, account =>
        [
            Word(account.Condition),
            Screen.Plain(account.RotatedAt is { } time ? $"{Durations.Relative(time, now)} ({Durations.Absolute(time, now)})" : "–"),
            Screen.Plain(Left(account)),
            Screen.Plain(account.Expiration is { } end ? Durations.Absolute(end, now) : "–"),
            Screen.Plain(AccessKey(account)),
            Screen.Plain(account.RotationId ?? "–"),
        ]);
        return table;
    }

    private static Table Narrow(IEnumerable<AccountStatus> accounts, DateTimeOffset now)
    {
        var table = Screen.CreateTable("Account", "Set", "Rotated", "Left", "Access key ID");
        Screen.AddByTeam(table, accounts, account => account.Team, account => account.Account, account =>
        [
            Word(account.Condition),
            Screen.Plain(account.RotatedAt is { } time ? $"{Durations.Relative(time, now)}\n{Durations.Absolute(time, now)}" : "–"),
            Screen.Plain(Left(account)),
            Screen.Plain(account.RotationId is { } id ? $"{AccessKey(account)}\n{id[..ShortIdLength]}…" : AccessKey(account)),
        ]);
        return table;
    }

    private static string Name(AccountStatus account) => $"{account.Team}/{account.Account}";

    private static string AccessKey(AccountStatus account) => account.AccessKeyId ?? (account.AccessKeyError is null ? "–" : "unknown");

    private static string Left(AccountStatus account) =>
        account.SecondsLeft is not { } seconds ? "–" : seconds <= 0 ? "none" : Durations.Format(TimeSpan.FromSeconds(seconds));

    private static string Describe(SecretStatus secret, DateTimeOffset now) => secret switch
    {
        { Exists: false } => "does not exist",
        { IsScheduledForDeletion: true } => "is scheduled for deletion",
        { RotatedAt: { } time } => $"of the rotation {secret.RotationId ?? secret.VersionId}, {Durations.Relative(time, now)}",
        { VersionId: { } version } => $"of something else (version {version})",
        _ => "has no value",
    };
}
