using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation;

/// <summary>
/// Replaces the names of options in an error by those that the operator wrote: names of environment variables, or paths in the JSON of
/// <see cref="SettingsDocument.Variable"/>.
/// </summary>
internal sealed partial class SettingNames(SettingsDocument document)
{
    /// <summary>The variable for the template of the secrets' paths. The Go function before this one used the same name.</summary>
    public const string PathTemplate = "SECRETS_MANAGER_PATH";

    private const string Section = CredentialRotationOptions.SectionName;

    private readonly string[] _variables = AllVariables();

    public static string[] AllVariables() => [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];

    /// <summary>The errors in the names of variables that were meant to be settings of the library.</summary>
    public static IEnumerable<string> FindMisspelled(IEnumerable<string> variables)
    {
        foreach (var name in variables)
        {
            if (StartsWith(name, "CredentialRot") && !StartsWith(name, $"{Section}__") && !StartsWith(name, $"{Section}:"))
            {
                yield return $"{name}: is not a setting; settings begin with {Section}__ (two underscores)";
            }
            else if (StartsWith(name, "CREDENTIAL_ROT") && !name.Equals(SettingsDocument.Variable, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{name}: is not a setting; did you mean {SettingsDocument.Variable}?";
            }
        }
    }

    public string ReplaceIn(string error)
    {
        // A name that is not set, such as a suggestion, is written like the one that is.
        var isJson = OptionName().Matches(error)
            .Select(option => option.Groups["key"].Value)
            .FirstOrDefault(key => FindVariable(key) is not null || document.FindPath(key) is not null) is { } set
            && FindVariable(set) is null;
        return OptionName().Replace(error, option => GetName(option.Groups["key"].Value, isJson));
    }

    private string GetName(string key, bool isJson) =>
        FindVariable(key) ?? document.FindPath(key) ?? (isJson ? document.GetPath(key) : $"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}");

    private string? FindVariable(string key) =>
        key.Equals(nameof(CredentialRotationOptions.PathTemplate), StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(PathTemplate))
            ? PathTemplate
            : Array.Find(_variables, name => name.Replace("__", ":", StringComparison.Ordinal).Equals($"{Section}:{key}", StringComparison.OrdinalIgnoreCase));

    private static bool StartsWith(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    // The library names either the option (Property MinimumAge) or its key in the configuration (CredentialRotation:MinimumAge), always followed by
    // punctuation. Names in JSON may contain spaces.
    [GeneratedRegex(@"(?:[Pp]roperty |CredentialRotation:)(?<key>[^\s:;,?'](?:[^:;,?']|:(?!\s|\z))*)")]
    private static partial Regex OptionName();
}
