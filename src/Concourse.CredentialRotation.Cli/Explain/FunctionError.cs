using System.Text.Json;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace Concourse.CredentialRotation.Cli;

/// <summary>An error of the function itself: a line of its log, or what Lambda says about an invocation.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">The account or the team, as a sentence begins with it.</param>
/// <param name="Step">The step of the rotation that failed; null if the invocation failed before that.</param>
/// <param name="Message">What the function logged.</param>
internal sealed partial record FunctionError(ErrorKind Kind, string Subject, string? Step, string Message)
{
    private static readonly FunctionError TimedOut = new(ErrorKind.FunctionTimedOut, "", null, "");

    /// <summary>The last error of the function that a text has; null if it has none.</summary>
    public static FunctionError? Find(string text) => text.Split('\n').Reverse().Select(ParseLine).FirstOrDefault(error => error is not null);

    private static FunctionError? ParseLine(string line)
    {
        if (Timeout().IsMatch(line))
        {
            return TimedOut;
        }

        try
        {
            // In front of a line, there may be the time, or the name of the log stream.
            using var json = JsonDocument.Parse(line[Math.Max(0, line.IndexOf('{', StringComparison.Ordinal))..]);
            return json.RootElement.ValueKind is JsonValueKind.Object ? Parse(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static FunctionError? Parse(JsonElement line)
    {
        if (Text(line, "type") is "platform.report" && line.TryGetProperty("record", out var report) && report.ValueKind is JsonValueKind.Object && Text(report, "status") is "timeout")
        {
            return TimedOut;
        }

        var (step, message) = (Text(line, "step"), Text(line, "error") ?? "");
        ErrorKind? kind = Text(line, "eventName") switch
        {
            "accountFailed" => Classify(step, Text(line, "errorCode"), message),
            "accountTorn" => ErrorKind.Torn,
            "eventRejected" => ErrorKind.EventRejected,
            "invocationUnauthorized" => ErrorKind.InvocationUnauthorized,
            "settingsInvalid" => ErrorKind.SettingsInvalid,
            _ => null,
        };
        return kind is null ? null : new(kind.Value, Describe(Text(line, "team"), Text(line, "account")), step, message);
    }

    private static ErrorKind Classify(string? step, string? code, string message) => code switch
    {
        "EncryptionFailure" or "EncryptionFailureException" or "DecryptionFailure" or "DecryptionFailureException" or "InvalidKeyId" => ErrorKind.KeyUnusable,
        "AccessDenied" when step is "assume" => ErrorKind.RoleDenied,
        "AccessDeniedException" when Remedies.MentionsKms(message) => ErrorKind.KeyDenied,
        not null when ThrottledException.IsThrottling(new AmazonServiceException(message) { ErrorCode = code }) => ErrorKind.QuotaExceeded,
        null when message.Contains("had no response", StringComparison.Ordinal) => ErrorKind.NoResponse,
        _ => ErrorKind.RotationFailed,
    };

    private static string Describe(string? team, string? account) => account is null ? team is null ? "The event" : $"Team '{team}'" : $"Account '{account}' of team '{team}'";

    private static string? Text(JsonElement line, string field) => line.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // In text format, Lambda writes the time and the request ID before the first, and the second in its report of the invocation. Builds may say the same of
    // themselves, but not so. https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html
    [GeneratedRegex(@"[\w-]{36} Task timed out after |^REPORT RequestId: .*\bStatus: timeout\b")]
    private static partial Regex Timeout();
}
