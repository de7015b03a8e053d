using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The fields of one JSON object, each read as the type that it must have. A value of another type is a problem, not an exception.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields;
    private readonly string _path;
    private readonly string[] _known;
    private readonly List<TeamProblem> _problems;

    private JsonFields(JsonElement json, string path, string[] known, List<TeamProblem> problems)
    {
        _fields = json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
        (_path, _known, _problems) = (path, known, problems);
    }

    /// <summary>The fields of an object at a path; null, with a problem added, when the JSON is not an object.</summary>
    public static JsonFields? Of(JsonElement json, string path, string[] known, List<TeamProblem> problems)
    {
        if (json.ValueKind is JsonValueKind.Object)
        {
            return new(json, path, known, problems);
        }

        problems.Add(new(path.Length == 0 ? TeamParser.Root : path, $"must be an object with {string.Join(", ", known)}; it is {Kind(json)}"));
        return null;
    }

    public IEnumerable<string> Unknown => _fields.Keys.Except(_known, StringComparer.Ordinal);

    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Refuse(string name, string rule) => _problems.Add(new(PathOf(name), rule));

    /// <summary>Makes each unknown field a problem that says which known one may be meant.</summary>
    /// <param name="owner">What has the fields, with its article.</param>
    public void RefuseUnknown(string owner)
    {
        foreach (var name in Unknown)
        {
            var suggestion = NearestName.Of(name, _known) is { } nearest ? $", did you mean '{nearest}'?" : "";
            Refuse(Shown.Plain(name), $"unknown field{suggestion} ({owner} has {string.Join(", ", _known)})");
        }
    }

    public bool TryGet(string name, out JsonElement value) => _fields.TryGetValue(name, out value);

    public bool TryGetNotNull(string name, out JsonElement value) => TryGet(name, out value) && value.ValueKind is not JsonValueKind.Null;

    /// <summary>A string; empty when it is missing, which is for the validator to refuse.</summary>
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

        Refuse(name, $"must be a string; it is {Kind(value)}");
        return "";
    }

    public string? OptionalString(string name) => TryGetNotNull(name, out _) ? String(name) : null;

    /// <param name="name">The field.</param>
    /// <param name="unit">What it counts, in the plural.</param>
    public int? OptionalInteger(string name, string unit)
    {
        if (!TryGetNotNull(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            return number;
        }

        Refuse(name, $"must be a whole number of {unit}; it is {(value.ValueKind is JsonValueKind.Number ? Shown.Quoted(value.GetRawText()) : Kind(value))}");
        return null;
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

        Refuse(name, "must be an array of strings");
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
            Refuse(name, $"must be an object of strings; it is {Kind(value)}");
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
                Refuse(name, $"must be an object of strings; {Shown.Quoted(field.Name)} is {Kind(field.Value)}");
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
