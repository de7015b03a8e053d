using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>
/// Derives the default of <see cref="CredentialRotationOptions.MaxConcurrency"/> from the options of the store, and validates
/// <see cref="CredentialRotationOptions.CallTimeout"/> against them. The errors of both are reported together.
/// </summary>
internal sealed class StoreDefaults(StoreRegistry registry, IServiceProvider services) : IPostConfigureOptions<CredentialRotationOptions>, IValidateOptions<CredentialRotationOptions>
{
    public void PostConfigure(string? name, CredentialRotationOptions options)
    {
        if (Read(out _) is { MaxConcurrency: { } concurrency })
        {
            options.MaxConcurrency ??= Math.Clamp(concurrency, 1, CredentialRotationOptions.ConcurrencyUpperBound);
        }
    }

    public ValidateOptionsResult Validate(string? name, CredentialRotationOptions options)
    {
        if (Read(out var errors) is not { } limits)
        {
            return ValidateOptionsResult.Fail(errors);
        }

        return limits.ReserveName is null || options.CallTimeout <= limits.Reserve / 2
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Property {nameof(options.CallTimeout)}: must be at most half of property {registry.Used!.SectionName}:{limits.ReserveName}, but was {options.CallTimeout}, and half of {limits.Reserve} is {limits.Reserve / 2}");
    }

    private StoreLimits? Read(out IEnumerable<string> errors)
    {
        try
        {
            errors = [];
            return registry.Used?.GetLimits(services) ?? new(null, null, default);
        }
        catch (OptionsValidationException exception)
        {
            errors = exception.Failures;
            return null;
        }
    }
}
