using System.Globalization;
using System.Text.Json;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>Writes a value for machines: a number as a JSON number, a duration in seconds, a time as ISO 8601 in UTC, the name of an enum value in camel case.</summary>
internal static class LogValue
{
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case bool isTrue:
                json.WriteBooleanValue(isTrue);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case TimeSpan duration:
                json.WriteNumberValue(duration.TotalSeconds);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(FormatTime(time));
                break;
            case DateTime time:
                json.WriteStringValue(FormatTime(time));
                break;
            case Enum name:
                json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(name.ToString()));
                break;
            case IEnumerable<string?> strings:
                json.WriteStartArray();
                foreach (var item in strings)
                {
                    json.WriteStringValue(item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
