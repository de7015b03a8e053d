using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation;

#pragma warning disable SYSLIB1015 // Some values are for machines only, and not part of the message.
#pragma warning disable SYSLIB1006, SYSLIB1025 // One event, with and without the current rotation, which the writer may not know.

/// <summary>The library's log events; their IDs and names are stable.</summary>
internal static partial class Log
{
    public static void Rotated(this ILogger logger, string team, RotatedOutcome rotated, string roleArn) => logger.Rotated(
        team,
        rotated.Account,
        rotated.Outcome,
        rotated.RotationId,
        rotated.AccessKeyId,
        rotated.Expiration,
        roleArn,
        Seconds(rotated.Age),
        Seconds(rotated.Validity));

    [LoggerMessage(1, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId}, access key {AccessKeyId}, expires {Expiration:yyyy-MM-ddTHH:mm:ssZ}", EventName = "AccountRotated")]
    private static partial void Rotated(
        this ILogger logger,
        string team,
        string account,
        string outcome,
        RotationId rotationId,
        string? accessKeyId,
        DateTimeOffset expiration,
        string roleArn,
        long? ageSeconds,
        long? validitySeconds);

    public static void Unchanged(this ILogger logger, string team, AccountOutcome unchanged)
    {
        if (unchanged.GetRotationId() is { } current)
        {
            logger.Unchanged(
                team, unchanged.Account, unchanged.Outcome, current, Seconds(unchanged.Age), unchanged.GetExpiration(), Seconds(unchanged.Validity));
        }
        else
        {
            logger.Unchanged(team, unchanged.Account, unchanged.Outcome, Seconds(unchanged.Validity));
        }
    }

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId} is current", EventName = "AccountUnchanged")]
    private static partial void Unchanged(
        this ILogger logger,
        string team,
        string account,
        string outcome,
        RotationId rotationId,
        long? ageSeconds,
        DateTimeOffset? estimatedExpiration,
        long? validitySeconds);

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}", EventName = "AccountUnchanged")]
    private static partial void Unchanged(this ILogger logger, string team, string account, string outcome, long? validitySeconds);

    [LoggerMessage(3, LogLevel.Warning, "Account {Account} of team {Team}: {Warning}", EventName = "AccountWarning")]
    public static partial void Warning(this ILogger logger, string team, string account, string warning);

    // The step has the same name in the message as in the report.
    public static void Failed(this ILogger logger, string team, FailedOutcome failed) => logger.Failed(
        team,
        failed.Account,
        failed.Outcome,
        failed.Step.ToName(),
        failed.Error.Message,
        failed.RoleArn,
        failed.Error.ErrorCode,
        failed.Error.AwsRequestId,
        failed.RotationId,
        Seconds(failed.Age),
        failed.EstimatedExpiration,
        Seconds(failed.Validity),
        failed.Error.Unexpected);

    [LoggerMessage(4, LogLevel.Error, "Account {Account} of team {Team}: {Outcome} at {Step}: {Error}", EventName = "AccountFailed")]
    private static partial void Failed(
        this ILogger logger,
        string team,
        string account,
        string outcome,
        string step,
        string error,
        string? roleArn,
        string? errorCode,
        string? awsRequestId,
        RotationId? rotationId,
        long? ageSeconds,
        DateTimeOffset? estimatedExpiration,
        long? validitySeconds,
        Exception? unexpected);

    public static void Torn(this ILogger logger, string team, TornOutcome torn) => logger.Torn(
        team,
        torn.Account,
        torn.Outcome,
        torn.Error.Message,
        torn.RoleArn,
        torn.Error.ErrorCode,
        torn.Error.AwsRequestId,
        Seconds(torn.Validity));

    [LoggerMessage(5, LogLevel.Critical, "Account {Account} of team {Team}: {Outcome}: {Error}", EventName = "AccountTorn")]
    private static partial void Torn(
        this ILogger logger,
        string team,
        string account,
        string outcome,
        string error,
        string? roleArn,
        string? errorCode,
        string? awsRequestId,
        long? validitySeconds);

    [LoggerMessage(6, LogLevel.Warning, "Team {Team}: AWS throttled {ThrottledRequests} requests; the rotation waited {ThrottledWaitSeconds:0.0} seconds to send them again", EventName = "RequestsThrottled")]
    public static partial void Throttled(this ILogger logger, string team, int throttledRequests, double throttledWaitSeconds);

    [LoggerMessage(7, LogLevel.Warning, "Account {Account} of team {Team}: its layout does not need these secrets any more, so they are not rotated; delete them when no pipeline reads them: {LeftBehind}", EventName = "SecretsLeftBehind")]
    public static partial void LeftBehind(this ILogger logger, string team, string account, string[] leftBehind);

    private static long? Seconds(TimeSpan? duration) => (long?)duration?.TotalSeconds;
}
