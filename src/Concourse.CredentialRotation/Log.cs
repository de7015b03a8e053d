using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation;

/// <summary>The library's log events; their ids and names are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId}, expires {Expiration:yyyy-MM-ddTHH:mm:ssZ}", EventName = "AccountRotated")]
    public static partial void Rotated(this ILogger logger, string team, string account, string outcome, RotationId rotationId, DateTimeOffset expiration);

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}", EventName = "AccountUnchanged")]
    public static partial void LeftAlone(this ILogger logger, string team, string account, string outcome);

    [LoggerMessage(3, LogLevel.Warning, "Account {Account} of team {Team}: {Warning}", EventName = "AccountWarning")]
    public static partial void Warned(this ILogger logger, string team, string account, string warning);

    // The step's name as the report has it, in the message, too.
    public static void Failed(this ILogger logger, string team, string account, string outcome, RotationStep step, string problem) =>
        logger.Failed(team, account, outcome, JsonNamingPolicy.CamelCase.ConvertName(step.ToString()), problem);

    [LoggerMessage(4, LogLevel.Error, "Account {Account} of team {Team}: {Outcome} at {Step}: {Problem}", EventName = "AccountFailed")]
    private static partial void Failed(this ILogger logger, string team, string account, string outcome, string step, string problem);

    [LoggerMessage(5, LogLevel.Critical, "Account {Account} of team {Team}: {Outcome}: {Problem}", EventName = "AccountTorn")]
    public static partial void Torn(this ILogger logger, string team, string account, string outcome, string problem);

    [LoggerMessage(6, LogLevel.Warning, "Team {Team}: AWS throttled {ThrottledRequests} requests; the rotation waited {ThrottledWaitSeconds:0.0} seconds to send them again", EventName = "RequestsThrottled")]
    public static partial void Throttled(this ILogger logger, string team, int throttledRequests, double throttledWaitSeconds);
}
