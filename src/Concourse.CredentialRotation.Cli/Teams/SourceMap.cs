using System.Text;
using System.Text.Json;

namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// Finds the places of fields in a JSON text. It reads the whole text, and so also finds where the text stops being JSON, and where a name is repeated.
/// </summary>
internal sealed class SourceMap
{
    private readonly byte[] _json;
    private readonly Dictionary<string, int> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    private SourceMap(byte[] json) => _json = json;

    /// <summary>What makes the text no JSON that a team can be read from, and where; null when nothing does.</summary>
    public (Position Position, string Message)? Error { get; private set; }

    public static SourceMap Create(byte[] json)
    {
        var map = new SourceMap(json);
        var reader = new Utf8JsonReader(json);
        try
        {
            map.Read(ref reader);
        }
        catch (JsonException exception)
        {
            var line = (int)(exception.LineNumber ?? 0);
            var start = map.GetLineStart(line);
            map.Error = (map.GetPosition(Math.Min(json.Length, start + (int)(exception.BytePositionInLine ?? 0))), $"must be valid JSON: {WithoutPosition(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            // The reader throws it for a string that is not Unicode, such as half of a surrogate pair.
            map.Error = (map.GetPosition((int)reader.TokenStartIndex), "must be a string of valid Unicode");
        }

        return map;
    }

    /// <summary>The place of a field's value; of the name of a field that should not be there; or of the nearest object that contains the field.</summary>
    /// <param name="field">A path such as <c>accounts[1].roleArn</c>.</param>
    /// <param name="isName">Whether the name of the field is what is wrong.</param>
    public Position Find(string field, bool isName = false)
    {
        for (var path = field; path.Length > 0; path = Parent(path))
        {
            if ((isName ? _names : _values).TryGetValue(path, out var offset) || _values.TryGetValue(path, out offset))
            {
                return GetPosition(offset);
            }
        }

        return GetPosition(_values.GetValueOrDefault(""));
    }

    private void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        ReadValue(ref reader, "");

        // What follows the value is read too, because only white space may.
        reader.Read();
    }

    private void ReadValue(ref Utf8JsonReader reader, string path)
    {
        _values.TryAdd(path, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var seen = new HashSet<string>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
                {
                    var rawName = reader.GetString()!;
                    var name = SafeText.Escape(rawName);
                    var field = path.Length == 0 ? name : $"{path}.{name}";
                    _names.TryAdd(field, (int)reader.TokenStartIndex);
                    if (!seen.Add(rawName))
                    {
                        Error ??= (GetPosition((int)reader.TokenStartIndex), $"must be valid JSON without duplicate properties, but '{name}' is there twice");
                    }

                    reader.Read();
                    ReadValue(ref reader, field);
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; i++)
                {
                    ReadValue(ref reader, $"{path}[{i}]");
                }

                break;
            case JsonTokenType.String:
                reader.GetString();
                break;
        }
    }

    private static string Parent(string path) => path[..Math.Max(0, path.AsSpan().LastIndexOfAny('.', '['))];

    private int GetLineStart(int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += _json.AsSpan(start).IndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private Position GetPosition(int offset)
    {
        var before = _json.AsSpan(0, offset);
        return new(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }

    // The message repeats the position, counted from 0 and in bytes.
    private static string WithoutPosition(string message) =>
        message.IndexOf(" LineNumber: ", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
