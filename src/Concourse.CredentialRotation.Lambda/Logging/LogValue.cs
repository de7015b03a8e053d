using System.Globalization;
using System.Text.Json;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>A value as a machine reads it: a number is a JSON number, a duration its seconds, a time ISO 8601 in UTC, an enum's name in camel case.</summary>
internal static class LogValue
{
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

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
            case DateTimeOffset at:
                json.WriteStringValue(Time(at));
                break;
            case DateTime at:
                json.WriteStringValue(Time(at));
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
