using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Derives the default of <see cref="CredentialRotationOptions.MaxConcurrency"/> from the options of Secrets Manager, and validates
/// <see cref="CredentialRotationOptions.CallTimeout"/> against them. The errors of both are reported together.
/// </summary>
internal sealed class SecretsManagerDefaults(IOptions<SecretsManagerOptions> secretsManager)
    : IPostConfigureOptions<CredentialRotationOptions>, IValidateOptions<CredentialRotationOptions>
{
    private const int WritesPerAccount = 6;

    public void PostConfigure(string? name, CredentialRotationOptions options)
    {
        // At this limit, even rotations that take only two seconds stay below the rate.
        if (Read(out _) is { } store)
        {
            options.MaxConcurrency ??= Math.Clamp(2 * store.MaxWritesPerSecond / WritesPerAccount, 1, CredentialRotationOptions.ConcurrencyUpperBound);
        }
    }

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options)
    {
        if (Read(out var errors) is not { } store)
        {
            return ValidateOptionsResult.Fail(errors);
        }

        return options.CallTimeout <= store.PromotionReserve / 2
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Property {nameof(options.CallTimeout)}: must be at most half of property {SecretsManagerOptions.SectionName}:{nameof(store.PromotionReserve)}, but was {options.CallTimeout}, and half of {store.PromotionReserve} is {store.PromotionReserve / 2}");
    }

    private SecretsManagerOptions? Read(out IEnumerable<string> errors)
    {
        try
        {
            errors = [];
            return secretsManager.Value;
        }
        catch (OptionsValidationException exception)
        {
            errors = exception.Failures;
            return null;
        }
    }
}
