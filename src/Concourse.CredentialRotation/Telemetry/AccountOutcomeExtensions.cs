using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>What metrics and activities take from an outcome.</summary>
internal static class AccountOutcomeExtensions
{
    /// <summary>The name of a step in the report, the log, metrics and activities.</summary>
    public static string ToName(this RotationStep step) => JsonNamingPolicy.CamelCase.ConvertName(step.ToString());

    /// <summary>The rotation whose credentials are current; null when it is not known.</summary>
    public static RotationId? GetRotationId(this AccountOutcome outcome) => outcome switch
    {
        RotatedOutcome rotated => rotated.RotationId,
        SkippedOutcome skipped => skipped.RotationId,
        SupersededOutcome superseded => superseded.RotationId,
        FailedOutcome failed => failed.RotationId,
        _ => null,
    };

    /// <summary>When the credentials that are current expire; null when it is not known, or there are none that could be used.</summary>
    public static DateTimeOffset? GetExpiration(this AccountOutcome outcome) => outcome switch
    {
        RotatedOutcome rotated => rotated.Expiration,
        SkippedOutcome skipped => skipped.EstimatedExpiration,
        SupersededOutcome superseded => superseded.EstimatedExpiration,
        FailedOutcome failed => failed.EstimatedExpiration,
        _ => null,
    };

    /// <summary>Why the account was not rotated; null if it was.</summary>
    public static RotationError? GetError(this AccountOutcome outcome) => outcome switch
    {
        FailedOutcome failed => failed.Error,
        TornOutcome torn => torn.Error,
        _ => null,
    };

    /// <summary>The worst outcome of an account that did not succeed; null if all did.</summary>
    public static string? GetErrorType(this RotationReport report) =>
        report.Accounts.Where(account => !account.Succeeded).MaxBy(account => account.Kind)?.Outcome;
}
