using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>
/// Lambda's log settings, which a custom runtime must apply itself
/// (<see href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html">advanced logging controls</see>).
/// </summary>
internal sealed record LogSettings(bool IsText, LogLevel Level)
{
    public static LogSettings From(IConfiguration environment) => new(
        string.Equals(environment["AWS_LAMBDA_LOG_FORMAT"], "Text", StringComparison.OrdinalIgnoreCase),
        environment["AWS_LAMBDA_LOG_LEVEL"]?.ToUpperInvariant() switch
        {
            "TRACE" => LogLevel.Trace,
            "DEBUG" => LogLevel.Debug,
            "WARN" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" => LogLevel.Critical,
            _ => LogLevel.Information,
        });
}
