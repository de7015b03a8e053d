using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Fits the options of the engine to those of Secrets Manager, where the two depend on each other. Errors of either are reported together.
/// </summary>
internal sealed class SecretsManagerDefaults(IOptions<SecretsManagerOptions> secretsManager)
    : IPostConfigureOptions<CredentialRotationOptions>, IValidateOptions<CredentialRotationOptions>
{
    private const int WritesPerAccount = 6;

    public void PostConfigure(string? name, CredentialRotationOptions options)
    {
        // Even rotations that take two seconds do not use up the rate then.
        if (Read(out _) is { } store)
        {
            options.MaxConcurrency ??= Math.Clamp(2 * store.MaxWritesPerSecond / WritesPerAccount, 1, CredentialRotationOptions.MaxMaxConcurrency);
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
