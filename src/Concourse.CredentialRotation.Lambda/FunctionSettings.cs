using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>The function's environment variables: the two of its own, and what is wrong with any, by the name that the operator wrote.</summary>
internal sealed partial class FunctionSettings(IConfiguration environment)
{
    /// <summary>The variable that says whether an event must come by its team's own alias: true or false.</summary>
    internal const string RequireTeamAliasVariable = "REQUIRE_TEAM_ALIAS";

    // As it was named in the Go function before this one.
    private const string PathTemplateVariable = "SECRETS_MANAGER_PATH";

    private const string Section = CredentialRotationOptions.SectionName;

    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    // What the credentials may come from instead, where the function does not run in Lambda.
    private static readonly string[] OtherCredentials =
        ["AWS_PROFILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_WEB_IDENTITY_TOKEN_FILE"];

    private readonly string[] _names = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>()];

    /// <summary>The template of the secrets' paths; null when it is not set here.</summary>
    public string? PathTemplate => IsSet(PathTemplateVariable) ? environment[PathTemplateVariable] : null;

    public bool IsTeamAliasRequired => bool.TryParse(environment[RequireTeamAliasVariable], out var isRequired) && isRequired;

    /// <summary>Everything that is wrong beside the options.</summary>
    public IEnumerable<string> Problems()
    {
        if (IsSet(RequireTeamAliasVariable) && !bool.TryParse(environment[RequireTeamAliasVariable], out _))
        {
            yield return $"{RequireTeamAliasVariable}: must be true or false; it is '{environment[RequireTeamAliasVariable]}'";
        }

        foreach (var name in _names)
        {
            if (Begins(name, "CredentialRot") && !Begins(name, $"{Section}__") && !Begins(name, $"{Section}:"))
            {
                yield return $"{name}: is not a setting; settings begin with {Section}__ (two underscores)";
            }
            else if (Begins(name, "REQUIRE_TEAM") && !name.Equals(RequireTeamAliasVariable, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{name}: is not a setting; did you mean {RequireTeamAliasVariable}?";
            }
        }

        if (!IsSet("AWS_REGION") && !IsSet("AWS_PROFILE"))
        {
            yield return "AWS_REGION: must be set to the AWS Region of the secrets (Lambda sets it)";
        }

        if (!OtherCredentials.Any(IsSet))
        {
            foreach (var name in Credentials.Where(name => !IsSet(name)))
            {
                yield return $"{name}: must be set (Lambda sets it to the credentials of the execution role)";
            }
        }
    }

    /// <summary>A problem of the options with each setting in it called by its environment variable.</summary>
    public string ByVariables(string problem) => Setting().Replace(problem, setting => Variable(setting.Groups["key"].Value));

    private string Variable(string key) =>
        key.Equals(nameof(CredentialRotationOptions.PathTemplate), StringComparison.OrdinalIgnoreCase) && IsSet(PathTemplateVariable)
            ? PathTemplateVariable
            : Array.Find(_names, name => name.Replace("__", ":", StringComparison.Ordinal).Equals($"{Section}:{key}", StringComparison.OrdinalIgnoreCase))
                ?? $"{Section}__{key.Replace(":", "__", StringComparison.Ordinal)}";

    private bool IsSet(string name) => !string.IsNullOrEmpty(environment[name]);

    private static bool Begins(string name, string with) => name.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    // The library names an option (Property MinimumAge), or its key in the configuration (CredentialRotation:MinimumAge).
    [GeneratedRegex(@"(?:[Pp]roperty |CredentialRotation:)(?<key>[^\s:;,?']+(?::[^\s:;,?']+)*)")]
    private static partial Regex Setting();
}
