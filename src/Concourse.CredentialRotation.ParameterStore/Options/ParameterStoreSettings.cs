namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>The settings of Parameter Store.</summary>
internal static class ParameterStoreSettings
{
    private const int WritesPerAccount = 3;

    public static StoreSettings<ParameterStoreOptions> Create() =>
        // At this limit, even rotations that take only two seconds stay below the rate.
        new StoreSettings<ParameterStoreOptions>(ParameterStoreOptions.SectionName) { DefaultConcurrency = options => 2 * options.MaxWritesPerSecond / WritesPerAccount }
            .AddInteger(nameof(ParameterStoreOptions.MaxWritesPerSecond), (options, value) => options.MaxWritesPerSecond = value)
            .AddCommitReserve(nameof(ParameterStoreOptions.WriteReserve), (options, value) => options.WriteReserve = value, options => options.WriteReserve)
            .AddString(nameof(ParameterStoreOptions.KmsKeyId), (options, value) => options.KmsKeyId = value)
            .AddDictionary(nameof(ParameterStoreOptions.Tags), options => options.Tags)
            .Add(nameof(ParameterStoreOptions.Tier), SetTier);

    private static string? SetTier(ParameterStoreOptions options, string value)
    {
        if (ParameterTierName.Find(value) is not { } tier)
        {
            return $"{ParameterTierName.Rule}, but was {SafeText.Quote(value)}";
        }

        options.Tier = tier;
        return null;
    }
}
