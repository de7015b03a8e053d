using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>
/// The settings in a single variable, or in a file: a JSON object with the names of the section CredentialRotation. Unlike the names of variables, names in
/// JSON may contain any character, such as the hyphen in the key of a tag.
/// </summary>
internal sealed class SettingsDocument
{
    /// <summary>The variable that contains the JSON object.</summary>
    public const string Variable = "CREDENTIAL_ROTATION_SETTINGS";

    private const string Section = CredentialRotationOptions.SectionName;

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _errors = [];

    private readonly string _source;

    private SettingsDocument(string source) => _source = source;

    /// <summary>The settings by their keys in the configuration, such as <c>CredentialRotation:SecretsManager:KmsKeyId</c>.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    public IReadOnlyList<string> Errors => _errors;

    /// <param name="json">The JSON; null when there is none. An empty variable counts as none, an empty file is a mistake.</param>
    /// <param name="source">Where it comes from, for errors: the variable, or the name of a file.</param>
    public static SettingsDocument Parse(string? json, string source = Variable)
    {
        var document = new SettingsDocument(source);
        if (json is not null && (json.Length > 0 || source is not Variable))
        {
            document.Read(json);
        }

        return document;
    }

    /// <summary>The path that a setting would have in the JSON, such as <c>CREDENTIAL_ROTATION_SETTINGS.AllowedRoles[0].Team</c>.</summary>
    /// <param name="key">The key below the section, such as <c>AllowedRoles:0:Team</c>.</param>
    public string GetPath(string key) =>
        key.Split(':').Aggregate(_source, (path, name) => name.All(char.IsAsciiDigit) ? $"{path}[{name}]" : $"{path}.{name}");

    /// <summary>The path of a setting as it is written in the JSON; null if it is not there.</summary>
    public string? FindPath(string key) => _paths.GetValueOrDefault($"{Section}:{key}");

    private void Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is JsonValueKind.Object)
            {
                Add(Section, _source, document.RootElement);
            }
            else
            {
                _errors.Add($"{_source}: must be a JSON object");
            }
        }
        catch (JsonException exception)
        {
            _errors.Add($"{_source}: must be a JSON object, but is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is valid in JSON, but not in a string.
            _errors.Add($"{_source}: must be a JSON object, but contains an invalid Unicode escape sequence");
        }
    }

    private void Add(string key, string path, JsonElement element)
    {
        _paths.TryAdd(key, path);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Add($"{key}:{property.Name}", $"{path}.{property.Name}", property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var (i, item) in element.EnumerateArray().Index())
                {
                    Add($"{key}:{i}", $"{path}[{i}]", item);
                }

                break;
            case JsonValueKind.Null:
                break;
            default:
                if (!_values.TryAdd(key, element.ValueKind is JsonValueKind.String ? element.GetString() : element.GetRawText()))
                {
                    _errors.Add($"{path}: is set more than once; names are not case-sensitive");
                }

                break;
        }
    }
}
