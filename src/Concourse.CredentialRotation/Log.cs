using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation;

/// <summary>The library's log events; their ids are stable.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}, rotation {RotationId}, expires {Expiration:O}")]
    public static partial void Rotated(this ILogger logger, string team, string account, string outcome, RotationId rotationId, DateTimeOffset expiration);

    [LoggerMessage(2, LogLevel.Information, "Account {Account} of team {Team}: {Outcome}")]
    public static partial void LeftAlone(this ILogger logger, string team, string account, string outcome);

    [LoggerMessage(3, LogLevel.Warning, "Account {Account} of team {Team}: {Warning}")]
    public static partial void Warned(this ILogger logger, string team, string account, string warning);

    [LoggerMessage(4, LogLevel.Error, "Account {Account} of team {Team}: {Outcome} at step {Step}: {Problem}")]
    public static partial void Failed(this ILogger logger, string team, string account, string outcome, RotationStep step, string problem);

    [LoggerMessage(5, LogLevel.Critical, "Account {Account} of team {Team}: {Outcome}: {Problem}")]
    public static partial void Torn(this ILogger logger, string team, string account, string outcome, string problem);

    [LoggerMessage(6, LogLevel.Warning, "Team {Team}: AWS throttled {ThrottledRequests} requests, which were waited for for {ThrottledWaitSeconds:0.0} seconds")]
    public static partial void Throttled(this ILogger logger, string team, int throttledRequests, double throttledWaitSeconds);
}
