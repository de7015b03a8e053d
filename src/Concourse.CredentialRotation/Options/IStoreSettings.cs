namespace Concourse.CredentialRotation;

/// <summary>The settings of a store, whatever the type of its options is.</summary>
internal interface IStoreSettings
{
    /// <summary>The store's section below <see cref="CredentialRotationOptions.SectionName"/>.</summary>
    string SectionName { get; }

    /// <summary>The names of the settings, to suggest them. Each is a key below the section.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Creates options that settings can be tried on.</summary>
    object CreateOptions();

    /// <summary>Sets one option.</summary>
    /// <param name="options">The store's options.</param>
    /// <param name="key">The key below the section.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">What the value must be; null when it was set.</param>
    /// <returns>Whether there is such a setting.</returns>
    bool TrySet(object options, string key, string value, out string? rule);

    /// <summary>What the engine needs of the store's options.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The store's options are invalid.</exception>
    StoreLimits GetLimits(IServiceProvider services);
}
