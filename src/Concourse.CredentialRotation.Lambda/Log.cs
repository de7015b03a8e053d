using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>The host's log events; their ids are stable, and apart from the library's.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Team {Team}: {Accounts} accounts, {Failed} failed")]
    public static partial void Finished(this ILogger logger, string team, int accounts, int failed);

    [LoggerMessage(102, LogLevel.Warning, "Team {Team}: the event's unknown fields are ignored: {Fields}")]
    public static partial void UnknownFields(this ILogger logger, string team, string fields);

    [LoggerMessage(103, LogLevel.Error, "The event was refused: {Problem}")]
    public static partial void Refused(this ILogger logger, string problem);
}
