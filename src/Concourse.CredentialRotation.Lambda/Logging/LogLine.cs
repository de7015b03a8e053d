using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>One event of the log: a line of JSON whose <c>timestamp</c> and <c>level</c> Lambda's filters read, or a line of text.</summary>
internal sealed class LogLine(DateTimeOffset at, LogLevel level, string category, int eventId, string message)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    /// <summary>Adds the named values of a scope or an event; others have no name to be found by.</summary>
    public void Add(object? state)
    {
        foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
        {
            if (name is not "{OriginalFormat}")
            {
                _fields[JsonNamingPolicy.CamelCase.ConvertName(name)] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            }
        }
    }

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level", LevelName);
            json.WriteString("message", message);
            json.WriteNumber("eventId", eventId);
            json.WriteString("logger", category);
            foreach (var (name, value) in _fields)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public string ToText() =>
        $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\t{_fields.GetValueOrDefault("requestId", "-")}\t{LevelName}\t{message.ReplaceLineEndings(" ")}";

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
