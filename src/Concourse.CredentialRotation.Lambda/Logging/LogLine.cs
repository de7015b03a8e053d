using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>One event of the log: a line of JSON whose <c>timestamp</c> and <c>level</c> Lambda's filters read, or a line of text.</summary>
internal sealed class LogLine(DateTimeOffset timestamp, LogLevel level, string category, EventId eventId, string message, Exception? exception = null)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, object> _fields = new(StringComparer.Ordinal);

    /// <summary>Adds the named values of a scope or an event that are not null.</summary>
    public void Add(object? state)
    {
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            if (name is not "{OriginalFormat}" && value is not null)
            {
                _fields[JsonNamingPolicy.CamelCase.ConvertName(name)] = value;
            }
        }
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", LogValue.FormatTime(timestamp));
            json.WriteString("level", LevelName);
            json.WriteString("message", message);
            json.WriteNumber("eventId", eventId.Id);
            if (eventId.Name is { } eventName)
            {
                json.WriteString("eventName", JsonNamingPolicy.CamelCase.ConvertName(eventName));
            }

            json.WriteString("logger", category);
            foreach (var (name, value) in _fields)
            {
                json.WritePropertyName(name);
                LogValue.Write(json, value);
            }

            if (exception is not null)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public string ToText() =>
        $"{LogValue.FormatTime(timestamp)}\t{_fields.GetValueOrDefault("requestId", "-")}\t{LevelName}\t{(exception is null ? message : $"{message} {exception}").ReplaceLineEndings(" ")}";

    // Lambda's names for the levels.
    private string LevelName => level switch
    {
        LogLevel.Trace => "TRACE",
        LogLevel.Debug => "DEBUG",
        LogLevel.Information => "INFO",
        LogLevel.Warning => "WARN",
        LogLevel.Error => "ERROR",
        _ => "FATAL",
    };
}
