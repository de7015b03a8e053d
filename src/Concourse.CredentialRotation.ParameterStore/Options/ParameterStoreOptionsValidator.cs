using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Finds every option that is out of its range. Each message names the option, the rule and the value.</summary>
internal sealed class ParameterStoreOptionsValidator : IValidateOptions<ParameterStoreOptions>
{
    private const int MaxTags = 50;

    public ValidateOptionsResult Validate(string? name, ParameterStoreOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        result.AddRangeError(Name(nameof(options.MaxWritesPerSecond)), options.MaxWritesPerSecond, 1, 10_000);
        result.AddRangeError(Name(nameof(options.WriteReserve)), options.WriteReserve, TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5));
        if (options.KmsKeyId is { } kmsKey && string.IsNullOrWhiteSpace(kmsKey))
        {
            result.AddError("must be a key ID, ARN or alias, but was empty", Name(nameof(options.KmsKeyId)));
        }

        if (!Enum.IsDefined(options.Tier))
        {
            result.AddError($"{ParameterTierName.Rule}, but was {options.Tier}", Name(nameof(options.Tier)));
        }

        // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Tag.html
        if (options.Tags.Count > MaxTags)
        {
            result.AddError($"must be at most {MaxTags} tags, but there are {options.Tags.Count}", Name(nameof(options.Tags)));
        }

        foreach (var (key, value) in options.Tags)
        {
            if (key.Length is 0 or > 128 || value is null or { Length: > 256 } || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                result.AddError(
                    $"must have a key of 1 to 128 characters that does not start with 'aws:', and a value of at most 256 characters, but the key was {SafeText.Quote(key)}",
                    Name($"{nameof(options.Tags)}:{SafeText.Escape(key)}"));
            }
        }

        return result.Build();
    }

    private static string Name(string property) => $"{ParameterStoreOptions.SectionName}:{property}";
}
