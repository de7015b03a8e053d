using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Replaces the names of options in an error by the names of their environment variables, as the operator wrote them.</summary>
internal static partial class VariableNames
{
    private const string Section = CredentialRotationOptions.SectionName;

    public static string[] All() => [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];

    public static string ReplaceIn(string error)
    {
        var names = All();
        return OptionName().Replace(error, option => GetVariable(option.Groups["key"].Value, names));
    }

    private static string GetVariable(string key, string[] names) =>
        key.Equals(nameof(CredentialRotationOptions.PathTemplate), StringComparison.OrdinalIgnoreCase)
        && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(FunctionSettings.PathTemplate))
            ? FunctionSettings.PathTemplate
            : Array.Find(names, name => name.Replace("__", ":", StringComparison.Ordinal).Equals($"{Section}:{key}", StringComparison.OrdinalIgnoreCase))
                ?? $"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}";

    // The library names either the option (Property MinimumAge) or its key in the configuration (CredentialRotation:MinimumAge).
    [GeneratedRegex(@"(?:[Pp]roperty |CredentialRotation:)(?<key>[^\s:;,?']+(?::[^\s:;,?']+)*)")]
    private static partial Regex OptionName();
}
