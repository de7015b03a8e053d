using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Reads the options from the environment variables that belong to the function itself, and validates those.</summary>
internal sealed class FunctionSettings(IConfiguration environment, SettingsDocument document)
    : IConfigureOptions<FunctionOptions>, IValidateOptions<FunctionOptions>, IPostConfigureOptions<CredentialRotationOptions>
{
    /// <summary>The variable that says whether a team's event must come through the team's own alias: true or false.</summary>
    public const string RequireTeamAlias = "REQUIRE_TEAM_ALIAS";

    private static readonly string[] Credentials = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

    // Other sources of credentials, for a function that does not run in Lambda.
    private static readonly string[] OtherCredentials =
        ["AWS_PROFILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_WEB_IDENTITY_TOKEN_FILE"];

    public void Configure(FunctionOptions options) => options.RequireTeamAlias = bool.TryParse(environment[RequireTeamAlias], out var isRequired) && isRequired;

    public void PostConfigure(string? name, CredentialRotationOptions options) =>
        options.PathTemplate = IsSet(SettingNames.PathTemplate) ? environment[SettingNames.PathTemplate]! : options.PathTemplate;

    public ValidateOptionsResult Validate(string? name, FunctionOptions options) =>
        FindErrors().ToList() is { Count: > 0 } errors ? ValidateOptionsResult.Fail(errors) : ValidateOptionsResult.Success;

    private IEnumerable<string> FindErrors()
    {
        foreach (var error in document.Errors)
        {
            yield return error;
        }

        if (IsSet(RequireTeamAlias) && !bool.TryParse(environment[RequireTeamAlias], out _))
        {
            yield return $"{RequireTeamAlias}: must be true or false, but was '{environment[RequireTeamAlias]}'";
        }

        if (StoreSetting.FindError(environment[StoreSetting.Variable]) is { } unknown)
        {
            yield return unknown;
        }

        var variables = SettingNames.AllVariables();
        foreach (var error in SettingNames.FindMisspelled(variables))
        {
            yield return error;
        }

        foreach (var name in variables)
        {
            if (name.StartsWith("REQUIRE_TEAM", StringComparison.OrdinalIgnoreCase) && !name.Equals(RequireTeamAlias, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{name}: is not a setting; did you mean {RequireTeamAlias}?";
            }
            else if (StoreSetting.FindMisspelling(name) is { } misspelled)
            {
                yield return misspelled;
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

    private bool IsSet(string name) => !string.IsNullOrEmpty(environment[name]);
}
