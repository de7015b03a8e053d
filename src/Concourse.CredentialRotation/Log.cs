using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation;

#pragma warning disable SYSLIB1015 // Values for machines: the sentence does without some of them.
#pragma warning disable SYSLIB1006, SYSLIB1025 // One event, with and without the rotation that stands: a writer may not tell.

/// <summary>The library's log events; their ids and names are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId}, access key {AccessKeyId}, expires {Expiration:yyyy-MM-ddTHH:mm:ssZ}", EventName = "AccountRotated")]
    public static partial void Rotated(
        this ILogger logger, string team, string account, string outcome, RotationId rotationId, string? accessKeyId, DateTimeOffset expiration, string roleArn);

    public static void LeftAlone(
        this ILogger logger, string team, string account, string outcome, RotationId? rotationId, TimeSpan? age, DateTimeOffset? estimatedExpiration)
    {
        if (rotationId is { } standing)
        {
            logger.LeftAlone(team, account, outcome, standing, (long?)age?.TotalSeconds, estimatedExpiration);
        }
        else
        {
            logger.LeftAlone(team, account, outcome);
        }
    }

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId} stands", EventName = "AccountUnchanged")]
    private static partial void LeftAlone(
        this ILogger logger, string team, string account, string outcome, RotationId rotationId, long? ageSeconds, DateTimeOffset? estimatedExpiration);

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}", EventName = "AccountUnchanged")]
    private static partial void LeftAlone(this ILogger logger, string team, string account, string outcome);

    [LoggerMessage(3, LogLevel.Warning, "Account {Account} of team {Team}: {Warning}", EventName = "AccountWarning")]
    public static partial void Warned(this ILogger logger, string team, string account, string warning);

    // The step's name as the report has it, in the message, too.
    public static void Failed(this ILogger logger, string team, string outcome, FailedOutcome failed) => logger.Failed(
        team,
        failed.Account,
        outcome,
        JsonNamingPolicy.CamelCase.ConvertName(failed.Step.ToString()),
        failed.Message,
        failed.RoleArn,
        failed.ErrorCode,
        failed.AwsRequestId,
        failed.Problem?.Unexpected);

    [LoggerMessage(4, LogLevel.Error, "Account {Account} of team {Team}: {Outcome} at {Step}: {Problem}", EventName = "AccountFailed")]
    private static partial void Failed(
        this ILogger logger,
        string team,
        string account,
        string outcome,
        string step,
        string problem,
        string? roleArn,
        string? errorCode,
        string? awsRequestId,
        Exception? unexpected);

    [LoggerMessage(5, LogLevel.Critical, "Account {Account} of team {Team}: {Outcome}: {Problem}", EventName = "AccountTorn")]
    public static partial void Torn(this ILogger logger, string team, string account, string outcome, string problem, string? roleArn, string? errorCode, string? awsRequestId);

    [LoggerMessage(6, LogLevel.Warning, "Team {Team}: AWS throttled {ThrottledRequests} requests; the rotation waited {ThrottledWaitSeconds:0.0} seconds to send them again", EventName = "RequestsThrottled")]
    public static partial void Throttled(this ILogger logger, string team, int throttledRequests, double throttledWaitSeconds);
}
