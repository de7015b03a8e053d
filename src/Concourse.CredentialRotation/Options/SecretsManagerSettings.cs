namespace Concourse.CredentialRotation;

/// <summary>The settings of Secrets Manager.</summary>
internal static class SecretsManagerSettings
{
    // Three puts and three promotions.
    private const int WritesPerAccount = 6;

    public static StoreSettings<SecretsManagerOptions> Create() =>
        // At this limit, even rotations that take only two seconds stay below the rate.
        new StoreSettings<SecretsManagerOptions>(SecretsManagerOptions.SectionName) { DefaultConcurrency = options => 2 * options.MaxWritesPerSecond / WritesPerAccount }
            .AddInteger(nameof(SecretsManagerOptions.MaxWritesPerSecond), (options, value) => options.MaxWritesPerSecond = value)
            .AddCommitReserve(nameof(SecretsManagerOptions.PromotionReserve), (options, value) => options.PromotionReserve = value, options => options.PromotionReserve)
            .AddString(nameof(SecretsManagerOptions.KmsKeyId), (options, value) => options.KmsKeyId = value)
            .AddDictionary(nameof(SecretsManagerOptions.Tags), options => options.Tags);
}
