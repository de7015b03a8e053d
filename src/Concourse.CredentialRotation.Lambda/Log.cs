using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>The host's log events; their ids and names are stable, and the ids apart from the library's.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Team {Team}: {Accounts} accounts, {Failed} failed; {ThrottledRequests} throttled requests, {ThrottledWaitSeconds:0.0} seconds waited", EventName = "RotationFinished")]
    public static partial void Finished(this ILogger logger, string team, int accounts, int failed, int throttledRequests, double throttledWaitSeconds);

    [LoggerMessage(102, LogLevel.Warning, "Team {Team}: the event's unknown fields are ignored: {Fields}", EventName = "UnknownFields")]
    public static partial void UnknownFields(this ILogger logger, string team, string[] fields);

    [LoggerMessage(103, LogLevel.Error, "The event was refused: {Problem}", EventName = "EventRefused")]
    public static partial void Refused(this ILogger logger, string problem);

    public static void SettingsInvalid(this ILogger logger, InvalidSettingsException invalid)
    {
        using var scope = logger.BeginScope(new Dictionary<string, object?> { ["Problems"] = invalid.Problems });
        logger.SettingsInvalid(invalid.Message);
    }

    [LoggerMessage(104, LogLevel.Critical, "{Error}", EventName = "SettingsInvalid")]
    private static partial void SettingsInvalid(this ILogger logger, string error);
}
