using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

#pragma warning disable SYSLIB1015 // Some values are for machines only, and not part of the message.

/// <summary>The log events of the host. Their IDs and names are stable, and their IDs differ from those of the library.</summary>
internal static partial class Log
{
    public static void Finished(this ILogger logger, RotationReport report, TimeSpan duration)
    {
        int Count(AccountOutcomeKind kind) => report.Accounts.Count(account => account.Kind == kind);
        logger.Finished(
            report.Team,
            report.Accounts.Count,
            report.Accounts.Count(account => !account.Succeeded),
            report.ThrottledRequests,
            Seconds(report.ThrottledWait),
            Count(AccountOutcomeKind.Rotated),
            Count(AccountOutcomeKind.Skipped),
            Count(AccountOutcomeKind.Superseded),
            Count(AccountOutcomeKind.Torn),
            (long?)report.Accounts.Min(account => account.Validity)?.TotalSeconds,
            Seconds(duration));
    }

    [LoggerMessage(101, LogLevel.Information, "Team {Team}: {Accounts} accounts, {Failed} failed; {ThrottledRequests} throttled requests, {ThrottledWaitSeconds:0.0} seconds waited", EventName = "RotationFinished")]
    private static partial void Finished(
        this ILogger logger,
        string team,
        int accounts,
        int failed,
        int throttledRequests,
        double throttledWaitSeconds,
        int rotated,
        int skipped,
        int superseded,
        int torn,
        long? minValiditySeconds,
        double durationSeconds);

    [LoggerMessage(102, LogLevel.Warning, "Team {Team}: ignored unknown fields of the event: {Fields}", EventName = "UnknownFields")]
    public static partial void UnknownFields(this ILogger logger, string team, string[] fields);

    public static void Rejected(this ILogger logger, string? team, string error)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["Team"] = team });
        logger.Rejected(error);
    }

    [LoggerMessage(103, LogLevel.Error, "The event was rejected: {Error}", EventName = "EventRejected")]
    private static partial void Rejected(this ILogger logger, string error);

    public static void InvalidSettings(this ILogger logger, InvalidSettingsException exception)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["Errors"] = exception.Errors });
        logger.InvalidSettings(exception.Message);
    }

    [LoggerMessage(104, LogLevel.Critical, "{Error}", EventName = "SettingsInvalid")]
    private static partial void InvalidSettings(this ILogger logger, string error);

    public static void Unauthorized(this ILogger logger, string team, string error)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["Team"] = team });
        logger.Unauthorized(error);
    }

    [LoggerMessage(105, LogLevel.Error, "The invocation was not authorized: {Error}", EventName = "InvocationUnauthorized")]
    private static partial void Unauthorized(this ILogger logger, string error);

    private static double Seconds(TimeSpan duration) => Math.Round(duration.TotalSeconds, 1);
}
