using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>The log events of the host. Their IDs and names are stable, and their IDs differ from those of the library.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Team {Team}: {Accounts} accounts, {Failed} failed; {ThrottledRequests} throttled requests, {ThrottledWaitSeconds:0.0} seconds waited", EventName = "RotationFinished")]
    public static partial void Finished(this ILogger logger, string team, int accounts, int failed, int throttledRequests, double throttledWaitSeconds);

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
}
