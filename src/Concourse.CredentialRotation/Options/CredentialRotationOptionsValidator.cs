using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Finds every option that is out of its range. Each message names the option, the rule and the value.</summary>
internal sealed partial class CredentialRotationOptionsValidator : IValidateOptions<CredentialRotationOptions>
{
    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var error in TemplateSecretPathStrategy.Validate(options.PathTemplate))
        {
            result.AddError($"the template {SafeText.Quote(options.PathTemplate ?? "")} {error}", nameof(options.PathTemplate));
        }

        if (options.PathPrefix is { } prefix && !(prefix.EndsWith('/') && SecretName.Validate(prefix + "x") is null))
        {
            result.AddError($"must be the beginning of a secret's name and end with a slash, but was {SafeText.Quote(prefix)}", nameof(options.PathPrefix));
        }

        if (!Enum.IsDefined(options.Layout))
        {
            result.AddError($"{SecretLayoutName.Rule}, but was {options.Layout}", nameof(options.Layout));
        }

        // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: ExternalId
        if (!ValidExternalIdPrefix().IsMatch(options.ExternalIdPrefix ?? ""))
        {
            result.AddError($"must be 1 to 128 characters of A-Z a-z 0-9 _ + = , . @ : / -, but was {SafeText.Quote(options.ExternalIdPrefix ?? "")}", nameof(options.ExternalIdPrefix));
        }

        for (var i = 0; i < options.AllowedRoles.Count; i++)
        {
            foreach (var (property, message) in options.AllowedRoles[i].Validate())
            {
                result.AddError(message, $"{nameof(options.AllowedRoles)}:{i}:{property}");
            }
        }

        result.AddRangeError(nameof(options.MinimumAge), options.MinimumAge, TimeSpan.Zero, TimeSpan.FromMinutes(15));
        result.AddRangeError(nameof(options.MaxConcurrency), options.MaxConcurrency ?? 1, 1, CredentialRotationOptions.ConcurrencyUpperBound);
        result.AddRangeError(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        return result.Build();
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{1,128}\z")]
    private static partial Regex ValidExternalIdPrefix();
}
