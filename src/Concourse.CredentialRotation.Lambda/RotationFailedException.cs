using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>
/// Not every account was rotated. The message, which Lambda passes on to whoever is alerted, names each account that was not: torn accounts first, and
/// accounts that failed for the same reason together.
/// </summary>
internal sealed class RotationFailedException(Team team, RotationReport report) : Exception(Describe(team, report))
{
    // The official runtime replaces an error of more than 256 KB. These limits keep the message below that, however much is escaped in JSON.
    private const int MaxNames = 1000;
    private const int MaxReasons = 20;
    private const int MaxMessageLength = 1000;

    /// <summary>Always null: the message says what failed, and the code is not at fault.</summary>
    public override string? StackTrace => null;

    private static string Describe(Team team, RotationReport report)
    {
        var roles = team.Accounts.ToDictionary(account => account.Name, account => account.RoleArn, StringComparer.Ordinal);
        var failures = report.Accounts.Where(account => !account.Succeeded).ToList();
        var reasons = failures
            .GroupBy(failure => $"{DescribeResult(failure)}: {Generalize(failure, roles.GetValueOrDefault(failure.Account))}", StringComparer.Ordinal)
            .OrderByDescending(reason => reason.First() is TornOutcome)
            .ToList();
        var namesLeft = MaxNames;
        List<string> sentences = [$"{failures.Count} of {report.Accounts.Count} accounts of team {report.Team} were not rotated."];
        foreach (var reason in reasons.Take(MaxReasons))
        {
            var message = GetMessage(reason.First());
            message = message.Length <= MaxMessageLength ? message : $"{message[..MaxMessageLength]}…";
            sentences.Add(reason.Count() == 1
                ? $"{Names(reason, ref namesLeft)} {DescribeResult(reason.First())}: {message}"
                : $"{reason.Count()} accounts {DescribeResult(reason.First(), reason.Count())}: {Names(reason, ref namesLeft)}. The message for {reason.First().Account}: {message}");
        }

        var others = reasons.Skip(MaxReasons).SelectMany(reason => reason).ToList();
        if (others.Count > 0)
        {
            sentences.Add($"{others.Count} accounts failed for other reasons, which are in the log: {Names(others, ref namesLeft)}.");
        }

        if (report.ThrottledRequests > 0)
        {
            sentences.Add(FormattableString.Invariant($"AWS throttled {report.ThrottledRequests} requests; the rotation waited {report.ThrottledWait.TotalSeconds:0.0} seconds to send them again."));
        }

        return string.Join(' ', sentences);
    }

    private static string Names(IEnumerable<AccountOutcome> failures, ref int namesLeft)
    {
        var names = failures.Select(failure => failure.Account).ToList();
        var shown = Math.Min(names.Count, namesLeft);
        namesLeft -= shown;
        return string.Join(", ", shown == names.Count ? names : [.. names.Take(shown), $"{names.Count - shown} more"]);
    }

    private static string DescribeResult(AccountOutcome failure, int accounts = 1) => failure switch
    {
        FailedOutcome failed => $"failed at {JsonNamingPolicy.CamelCase.ConvertName(failed.Step.ToString())}",
        _ => accounts == 1 ? $"is {failure.Outcome}, with secrets of different sessions" : $"are {failure.Outcome}, with secrets of different sessions",
    };

    private static string GetMessage(AccountOutcome failure) => failure switch
    {
        FailedOutcome failed => failed.Error.Message,
        TornOutcome torn => torn.Error.Message,
        _ => "",
    };

    /// <summary>The message without what differs between accounts: the account's name, its role, and the IDs of the AWS account and of the request.</summary>
    private static string Generalize(AccountOutcome failure, string? roleArn)
    {
        string[] specific = roleArn?.Split(':', 6) is [_, _, _, _, var accountId, var role]
            ? [failure.Account, roleArn, accountId, role[(role.LastIndexOf('/') + 1)..]]
            : [failure.Account];

        // Only whole words, longest first: "available" does not contain the account "able".
        var names = specific.Where(name => name.Length > 0).OrderByDescending(name => name.Length).Select(Regex.Escape).Prepend(@"(?<=AWS request ID: )[^\s.]+");
        return Regex.Replace(GetMessage(failure), $"(?<![A-Za-z0-9])(?:{string.Join('|', names)})(?![A-Za-z0-9])", "{specific}");
    }
}
