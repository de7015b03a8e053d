using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>Writes a report as JSON. It does not read any.</summary>
public sealed class RotationReportJsonConverter : JsonConverter<RotationReport>
{
    /// <summary>Is not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override RotationReport Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A rotation report can be written as JSON, but not read.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RotationReport value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        Write(writer, value);
    }

    internal static string ToJson(RotationReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, report);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, RotationReport report)
    {
        json.WriteStartObject();
        json.WriteString("team", report.Team);
        json.WriteStartArray("accounts");
        foreach (var outcome in report.Accounts)
        {
            json.WriteStartObject();
            json.WriteString("account", outcome.Account);
            json.WriteString("outcome", outcome.Outcome);
            WriteDetails(json, outcome);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("throttledRequests", report.ThrottledRequests);
        json.WriteNumber("throttledWaitSeconds", Math.Round(report.ThrottledWait.TotalSeconds, 1));
        json.WriteBoolean("succeeded", report.Succeeded);
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, AccountOutcome outcome)
    {
        switch (outcome)
        {
            case RotatedOutcome rotated:
                json.WriteString("rotationId", rotated.RotationId.ToString());
                WriteIfNotNull(json, "accessKeyId", rotated.AccessKeyId);
                json.WriteString("expiration", rotated.Expiration.UtcDateTime);
                WriteSecondsIfNotNull(json, "ageSeconds", rotated.Age);
                WriteSecondsIfNotNull(json, "validitySeconds", rotated.Validity);
                WriteStrings(json, "paths", rotated.Paths);
                WriteStringsIfAny(json, "leftBehind", rotated.LeftBehind);
                WriteStrings(json, "warnings", rotated.Warnings);
                break;
            case SkippedOutcome skipped:
                WriteCurrentRotation(json, skipped);
                WriteStrings(json, "paths", skipped.Paths);
                break;
            case SupersededOutcome superseded:
                WriteCurrentRotation(json, superseded);
                WriteStringsIfAny(json, "warnings", superseded.Warnings);
                break;
            case FailedOutcome failed:
                json.WriteString("step", failed.Step.ToName());
                if (failed.MayBeWritten)
                {
                    json.WriteBoolean("mayBeWritten", true);
                }

                WriteError(json, failed.Error, failed.RoleArn);
                WriteCurrentRotation(json, failed);
                break;
            case TornOutcome torn:
                WriteError(json, torn.Error, torn.RoleArn);
                WriteSecondsIfNotNull(json, "validitySeconds", torn.Validity);
                break;
        }
    }

    private static void WriteCurrentRotation(Utf8JsonWriter json, AccountOutcome outcome)
    {
        WriteIfNotNull(json, "rotationId", outcome.GetRotationId()?.ToString());
        WriteSecondsIfNotNull(json, "ageSeconds", outcome.Age);
        if (outcome.GetExpiration() is { UtcDateTime: var expiration })
        {
            json.WriteString("estimatedExpiration", expiration);
        }

        WriteSecondsIfNotNull(json, "validitySeconds", outcome.Validity);
    }

    private static void WriteError(Utf8JsonWriter json, RotationError error, string? roleArn)
    {
        json.WriteString("message", error.Message);
        WriteIfNotNull(json, "roleArn", roleArn);
        WriteIfNotNull(json, "errorCode", error.ErrorCode);
        WriteIfNotNull(json, "awsRequestId", error.AwsRequestId);
    }

    private static void WriteIfNotNull(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteSecondsIfNotNull(Utf8JsonWriter json, string name, TimeSpan? value)
    {
        if (value is { TotalSeconds: var seconds })
        {
            json.WriteNumber(name, (long)seconds);
        }
    }

    private static void WriteStringsIfAny(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count > 0)
        {
            WriteStrings(json, name, values);
        }
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
