using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Finds every setting that is out of its range; each message names the setting, the rule and the value.</summary>
internal sealed partial class CredentialRotationOptionsValidator : IValidateOptions<CredentialRotationOptions>
{
    private const int MostTags = 50;

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var problem in TemplateSecretPathStrategy.Problems(options.PathTemplate))
        {
            result.AddError($"the template {Shown.Quoted(options.PathTemplate ?? "")} {problem}", nameof(options.PathTemplate));
        }

        if (options.PathPrefix is { } prefix && !(prefix.EndsWith('/') && SecretName.Problem(prefix + "x") is null))
        {
            result.AddError($"must be the beginning of a secret's name and end in a slash; it is {Shown.Quoted(prefix)}", nameof(options.PathPrefix));
        }

        // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: ExternalId
        if (!ExternalIdBeginning().IsMatch(options.ExternalIdPrefix ?? ""))
        {
            result.AddError($"must be 1 to 128 of A-Z a-z 0-9 _ + = , . @ : / -; it is {Shown.Quoted(options.ExternalIdPrefix ?? "")}", nameof(options.ExternalIdPrefix));
        }

        for (var i = 0; i < options.AllowedRoles.Count; i++)
        {
            foreach (var (property, rule) in options.AllowedRoles[i].Problems())
            {
                result.AddError(rule, $"{nameof(options.AllowedRoles)}:{i}:{property}");
            }
        }

        Range(nameof(options.MinimumAge), options.MinimumAge, TimeSpan.Zero, TimeSpan.FromMinutes(15));
        Range(nameof(options.MaxConcurrency), options.MaxConcurrency ?? 1, 1, CredentialRotationOptions.MostConcurrency);
        Range(nameof(options.MaxWritesPerSecond), options.MaxWritesPerSecond, 1, 10_000);
        Range(nameof(options.PromotionReserve), options.PromotionReserve, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
        Range(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        if (options.CallTimeout > options.PromotionReserve / 2)
        {
            result.AddError(
                $"must be at most half of property {nameof(options.PromotionReserve)}; it is {options.CallTimeout}, half of {options.PromotionReserve} is {options.PromotionReserve / 2}",
                nameof(options.CallTimeout));
        }

        if (options.KmsKeyId is { } kmsKey && string.IsNullOrWhiteSpace(kmsKey))
        {
            result.AddError("must be a key id, ARN or alias, or not be set; it is empty", nameof(options.KmsKeyId));
        }

        // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Tag.html
        if (options.Tags.Count > MostTags)
        {
            result.AddError($"must be at most {MostTags}; there are {options.Tags.Count}", nameof(options.Tags));
        }

        foreach (var (key, value) in options.Tags)
        {
            if (key.Length is 0 or > 128 || value is null or { Length: > 256 } || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"a key has 1 to 128 characters, not starting with 'aws:', and a value 256 at most; broken by {Shown.Quoted(key)}", $"{nameof(options.Tags)}:{Shown.Plain(key)}");
            }
        }

        return result.Build();

        void Range<T>(string setting, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                result.AddError($"must be {least} to {most}; it is {value}", setting);
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@:/-]{1,128}\z")]
    private static partial Regex ExternalIdBeginning();
}
