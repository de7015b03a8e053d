using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Reads the fields of a JSON object, each as the type that it must have. A value of another type is an error, not an exception.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields;
    private readonly string _path;
    private readonly string[] _known;
    private readonly List<TeamValidationError> _errors;

    private JsonFields(JsonElement json, string path, string[] known, List<TeamValidationError> errors)
    {
        _fields = json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        (_path, _known, _errors) = (path, known, errors);
    }

    /// <summary>The fields of the object at a path; null, with an error added, when the JSON is not an object.</summary>
    public static JsonFields? TryCreate(JsonElement json, string path, string[] known, List<TeamValidationError> errors)
    {
        if (json.ValueKind is JsonValueKind.Object)
        {
            return new(json, path, known, errors);
        }

        errors.Add(new(path.Length == 0 ? TeamParser.Root : path, $"must be an object with {string.Join(", ", known)}, but was {Kind(json)}"));
        return null;
    }

    public IEnumerable<string> Unknown => _fields.Keys.Except(_known, StringComparer.Ordinal);

    public string GetPath(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void AddError(string name, string message) => _errors.Add(new(GetPath(name), message));

    /// <summary>Adds an error for each unknown field, with the known one that was probably meant.</summary>
    /// <param name="owner">What the object is, with its article.</param>
    public void RejectUnknown(string owner)
    {
        foreach (var name in Unknown)
        {
            var suggestion = NearestName.FindSimilar(name, _known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
            AddError(SafeText.Escape(name), $"is unknown{suggestion} ({owner} has {string.Join(", ", _known)})");
        }
    }

    public bool TryGet(string name, out JsonElement value) => _fields.TryGetValue(name, out value);

    public bool TryGetNotNull(string name, out JsonElement value) => TryGet(name, out value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>A string; empty when it is missing, which the validator reports.</summary>
    public string String(string name)
    {
        if (!TryGet(name, out var value))
        {
            return "";
        }

        if (value.ValueKind is JsonValueKind.String)
        {
            return value.GetString()!;
        }

        AddError(name, $"must be a string, but was {Kind(value)}");
        return "";
    }

    public string? OptionalString(string name) => TryGetNotNull(name, out _) ? String(name) : null;

    public TimeSpan? OptionalSeconds(string name)
    {
        if (!TryGetNotNull(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return TimeSpan.FromSeconds(number);
        }

        AddError(name, $"must be a whole number of seconds, but was {(value.ValueKind is JsonValueKind.Number ? SafeText.Quote(value.GetRawText()) : Kind(value))}");
        return null;
    }

    public SecretLayout? OptionalLayout(string name)
    {
        if (!TryGetNotNull(name, out var value))
        {
            return null;
        }

        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : null;
        var layout = text is null ? null : SecretLayoutName.Find(text, StringComparison.Ordinal);
        if (layout is null)
        {
            AddError(name, $"{SecretLayoutName.Rule}, but was {(text is null ? Kind(value) : SafeText.Quote(text))}");
        }

        return layout;
    }

    public List<string>? OptionalStrings(string name)
    {
        if (!TryGetNotNull(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        AddError(name, "must be an array of strings");
        return null;
    }

    public Dictionary<string, string>? OptionalStringMap(string name)
    {
        if (!TryGetNotNull(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            AddError(name, $"must be an object whose values are strings, but was {Kind(value)}");
            return null;
        }

        var strings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            if (field.Value.ValueKind is JsonValueKind.String)
            {
                strings.Add(field.Name, field.Value.GetString()!);
            }
            else
            {
                AddError(name, $"must be an object whose values are strings, but {SafeText.Quote(field.Name)} is {Kind(field.Value)}");
            }
        }

        return strings;
    }

    /// <summary>The type of a JSON value, with its article.</summary>
    public static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => json.ValueKind.ToString().ToLowerInvariant(),
    };
}
