using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>
/// Not every account was rotated. Its message, which Lambda shows to whoever is alarmed, names each that was not: torn ones first, and
/// those that failed for the same reason together.
/// </summary>
internal sealed class RotationFailedException(Team team, RotationReport report) : Exception(Describe(team, report))
{
    // The official runtime replaces an error of more than 256 KB. These keep below it, whatever is escaped in JSON.
    private const int MostNames = 1000;
    private const int MostReasons = 20;
    private const int LongestAdvice = 1000;

    /// <summary>None: the message is the answer, and there is nothing to look for in the code.</summary>
    public override string? StackTrace => null;

    private static string Describe(Team team, RotationReport report)
    {
        var roles = team.Accounts.ToDictionary(account => account.Name, account => account.RoleArn, StringComparer.Ordinal);
        var failures = report.Accounts.Where(account => !account.Succeeded).ToList();
        var reasons = failures
            .GroupBy(failure => $"{Ending(failure)}: {WithoutOwnNames(failure, roles.GetValueOrDefault(failure.Account))}", StringComparer.Ordinal)
            .OrderByDescending(reason => reason.First() is TornOutcome)
            .ToList();
        var room = MostNames;
        List<string> sentences = [$"{failures.Count} of {report.Accounts.Count} accounts of team {report.Team} were not rotated."];
        foreach (var reason in reasons.Take(MostReasons))
        {
            var advice = Advice(reason.First());
            advice = advice.Length <= LongestAdvice ? advice : $"{advice[..LongestAdvice]}…";
            sentences.Add(reason.Count() == 1
                ? $"{Names(reason, ref room)} {Ending(reason.First())}: {advice}"
                : $"{reason.Count()} accounts {Ending(reason.First())}: {Names(reason, ref room)}. The message for {reason.First().Account}: {advice}");
        }

        var others = reasons.Skip(MostReasons).SelectMany(reason => reason).ToList();
        if (others.Count > 0)
        {
            sentences.Add($"{others.Count} accounts failed for other reasons, which are in the log: {Names(others, ref room)}.");
        }

        if (report.ThrottledRequests > 0)
        {
            sentences.Add(FormattableString.Invariant($"AWS throttled {report.ThrottledRequests} requests; the rotation waited {report.ThrottledWait.TotalSeconds:0.0} seconds to send them again."));
        }

        return string.Join(' ', sentences);
    }

    private static string Names(IEnumerable<AccountOutcome> failures, ref int room)
    {
        var names = failures.Select(failure => failure.Account).ToList();
        var shown = Math.Min(names.Count, room);
        room -= shown;
        return string.Join(", ", shown == names.Count ? names : [.. names.Take(shown), $"{names.Count - shown} more"]);
    }

    private static string Ending(AccountOutcome failure) =>
        failure is FailedOutcome failed ? $"failed at {JsonNamingPolicy.CamelCase.ConvertName(failed.Step.ToString())}" : $"ended {failure.Kind}";

    private static string Advice(AccountOutcome failure) => failure switch
    {
        FailedOutcome failed => failed.Message,
        TornOutcome torn => torn.Message,
        _ => "",
    };

    /// <summary>The message without what differs from account to account: its name, its role, and the ids of the AWS account and of the request.</summary>
    private static string WithoutOwnNames(AccountOutcome failure, string? roleArn)
    {
        string[] own = roleArn?.Split(':', 6) is [_, _, _, _, var accountId, var role]
            ? [failure.Account, roleArn, accountId, role[(role.LastIndexOf('/') + 1)..]]
            : [failure.Account];

        // Whole words, longest first: an account "able" is not meant by "available".
        var names = own.Where(name => name.Length > 0).OrderByDescending(name => name.Length).Select(Regex.Escape).Prepend(@"(?<=AWS request ID: )[^\s.]+");
        return Regex.Replace(Advice(failure), $"(?<![A-Za-z0-9])(?:{string.Join('|', names)})(?![A-Za-z0-9])", "{own}");
    }
}
