namespace Concourse.CredentialRotation.Cli;

/// <summary>Shows the checks by what they are about. What several accounts have in common is said once.</summary>
internal static class DoctorScreen
{
    private const int MaxNames = 10;

    public static void Write(Screen screen, DoctorReport report)
    {
        foreach (var subject in report.Checks.GroupBy(check => check.Check, StringComparer.Ordinal))
        {
            screen.Line(subject.Key);
            foreach (var check in subject.GroupBy(check => (check.Result, check.Message, check.Remedy)).OrderBy(check => check.Key.Result))
            {
                var (result, message, remedy) = check.Key;
                var names = check.Where(one => one.Account is not null).Select(one => $"{one.Team}/{one.Account}").ToList();
                screen.Paragraph($"{$"{Word(result)}:",-13}{message}", indent: 2, hanging: 15, Color(result));
                if (names.Count > 0)
                {
                    screen.Paragraph($"({string.Join(", ", names.Take(MaxNames))}{(names.Count > MaxNames ? $" and {names.Count - MaxNames} more" : "")})", indent: 15);
                }

                if (remedy is not null)
                {
                    screen.Paragraph($"To do: {remedy}", indent: 15);
                }
            }

            screen.Line();
        }

        var counts = report.Checks.GroupBy(check => check.Result).OrderBy(result => result.Key).Select(result => Describe(result.Key, result.Count()));
        screen.Line($"{Count.Of(report.Checks.Count, "check")}: {string.Join(", ", counts)}.");
    }

    private static string Describe(CheckResult result, int count) =>
        result is CheckResult.Problem or CheckResult.Note ? Count.Of(count, Word(result)) : $"{count} {Word(result)}";

    private static string? Color(CheckResult result) => result switch
    {
        CheckResult.Problem => "red",
        CheckResult.Ok => "green",
        CheckResult.NotChecked => "yellow",
        _ => null,
    };

    private static string Word(CheckResult result) => result switch
    {
        CheckResult.Problem => "problem",
        CheckResult.Ok => "ok",
        CheckResult.NotChecked => "not checked",
        _ => "note",
    };
}
