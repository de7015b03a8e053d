using System.Reflection;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecurityToken;
using Concourse.CredentialRotation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the rotation of credentials.</summary>
public static class CredentialRotationServiceCollectionExtensions
{
    /// <summary>
    /// The application ID in the user agent of each AWS request, and so in CloudTrail
    /// (<see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html">at most 50 characters, no slash</see>).
    /// </summary>
    private static readonly string ApplicationId = $"Concourse.CredentialRotation-{GetVersion()}";

    /// <summary>
    /// Registers <see cref="ICredentialRotator"/>, <see cref="TeamReader"/> and <see cref="ICiRoleInspector"/> with what they need. The AWS clients use the
    /// standard AWS configuration.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>A builder that chooses a path strategy and a store.</returns>
    /// <remarks>
    /// <para>
    /// Services that are already registered are kept, for example a <see cref="TimeProvider"/> or an <c>IAmazonSecurityTokenService</c>, which has its own timeout
    /// and retries then. Each session is verified by
    /// another client with the same configuration (endpoint, Region, <c>HttpClientFactory</c>). A client for Secrets
    /// Manager of the official package AWSSDK.SecretsManager is not used: this package has a client of its own, which is not public.
    /// </para>
    /// <para>
    /// The options and the path strategy are validated when the host starts. Without a host, they are validated when <see cref="ICredentialRotator"/> or
    /// <see cref="TeamReader"/> is first resolved, or by the container's <see cref="IStartupValidator"/>, and throw an <see cref="OptionsValidationException"/>.
    /// </para>
    /// <para>
    /// The caller's IAM policy needs <c>sts:AssumeRole</c> on the teams' roles and, on the secrets, <c>secretsmanager:DescribeSecret</c>,
    /// <c>CreateSecret</c>, <c>PutSecretValue</c>, <c>UpdateSecretVersionStage</c> and <c>RestoreSecret</c>, and also <c>TagResource</c> when
    /// <see cref="SecretsManagerOptions.Tags"/> are set.
    /// </para>
    /// <para>
    /// Rotations are measured and traced under the names in <see cref="CredentialRotationTelemetry"/>. The meter comes from the <c>IMeterFactory</c> of the host,
    /// if there is one.
    /// </para>
    /// </remarks>
    public static CredentialRotationBuilder AddConcourseCredentialRotation(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = new CredentialRotationBuilder(services);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StartupCheck>()
            .Validate<IServiceProvider>((_, provider) => provider.GetRequiredService<TeamValidator>() is not null)
            .ValidateOnStart();
        services.TryAddSingleton<IOptions<CredentialRotationOptions>, OptionsManager<CredentialRotationOptions>>();
        services.TryAddTransient<IOptionsFactory<CredentialRotationOptions>, OptionsFactory<CredentialRotationOptions>>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CredentialRotationOptions>, CredentialRotationOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<CredentialRotationOptions>, StoreDefaults>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CredentialRotationOptions>, StoreDefaults>());
        builder.AddOptions<SecretsManagerOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SecretsManagerOptions>, SecretsManagerOptionsValidator>());
        services.TryAddSingleton<ProtocolTimings>();

        services.TryAddAWSService<IStsClient>(SetDefaults);
        services.TryAddSingleton<IAmazonSecurityTokenService>(provider => provider.GetRequiredService<IStsClient>());
        services.TryAddAWSService<ISecretsManagerClient>(SetDefaults);
        services.TryAddSingleton<IAmazonSecretsManager>(provider => provider.GetRequiredService<ISecretsManagerClient>());

        services.TryAddSingleton<ISecretPathStrategy>(provider =>
            new TemplateSecretPathStrategy(provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.PathTemplate));
        services.TryAddSingleton<AccountSecrets>();
        services.TryAddSingleton<LeftBehindSecrets>();
        services.TryAddSingleton(CreateValidator);
        services.TryAddSingleton(provider => new TeamReader(provider.GetRequiredService<TeamValidator>()));

        services.TryAddSingleton(provider => new ConcurrencyLimit(
            provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.Concurrency,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ProtocolTimings>().StalledAfter));
        services.TryAddSingleton<RotationMetrics>();
        services.TryAddSingleton<RequestThrottling>();

        // Lazy, so that a team is validated, and each account gets an outcome, also without AWS credentials. It may be tried again.
        services.TryAddSingleton(provider => new Lazy<IAmazonSecurityTokenService>(provider.GetRequiredService<IAmazonSecurityTokenService>, LazyThreadSafetyMode.PublicationOnly));
        services.TryAddSingleton<CallerIdentity>();
        services.TryAddSingleton<RoleSessions>();
        services.TryAddSingleton<CredentialLifetime>();
        services.TryAddSingleton<ICiRoleInspector, CiRoleInspector>();

        services.TryAddSingleton<WritePacer>();
        services.TryAddSingleton(provider => new SecretStore(
            // Lazy, because names can be validated without an AWS configuration.
            new(provider.GetRequiredService<IAmazonSecretsManager>),
            provider.GetRequiredService<RequestThrottling>(),
            provider.GetRequiredService<IOptions<SecretsManagerOptions>>(),
            provider.GetRequiredService<ProtocolTimings>(),
            provider.GetRequiredService<TimeProvider>()));
        if (!services.Any(service => !service.IsKeyedService && service.ServiceType == typeof(ISecretWriter)))
        {
            builder.UseSecretsManager();
        }
        else if (StoreRegistry.Of(services) is { Known.Count: 0 } registry)
        {
            // Of a host's own writer. The settings of the default store are known all the same, as settings without an effect.
            registry.Add(SecretsManagerSettings.Create());
        }

        services.TryAddSingleton<AccountRotation>();
        services.TryAddSingleton<QueuedAccountRotation>();
        services.TryAddSingleton<ICredentialRotator, CredentialRotator>();
        return builder;
    }

    /// <inheritdoc cref="AddConcourseCredentialRotation(IServiceCollection)"/>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static CredentialRotationBuilder AddConcourseCredentialRotation(this IServiceCollection services, Action<CredentialRotationOptions> configure)
    {
        var builder = services.AddConcourseCredentialRotation();
        services.Configure(configure);
        return builder;
    }

    /// <inheritdoc cref="AddConcourseCredentialRotation(IServiceCollection)"/>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The configuration of <see cref="CredentialRotationOptions"/>, with that of <see cref="SecretsManagerOptions"/> in its section <c>SecretsManager</c>, or
    /// with that of another store in its section. An unknown key, a value that cannot be parsed, and a setting of a store that is not used are errors of the
    /// options' validation.
    /// </param>
    public static CredentialRotationBuilder AddConcourseCredentialRotation(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var builder = services.AddConcourseCredentialRotation();
        var settings = new CredentialRotationSettings(section, StoreRegistry.Of(services));
        services.AddSingleton(settings);
        services.AddSingleton<IConfigureOptions<CredentialRotationOptions>>(settings);
        services.AddSingleton<IValidateOptions<CredentialRotationOptions>>(settings);
        return builder;
    }

    private static TeamValidator CreateValidator(IServiceProvider provider)
    {
        var paths = provider.GetRequiredService<ISecretPathStrategy>();
        var writer = provider.GetRequiredService<ISecretWriter>();
        var options = provider.GetRequiredService<IOptions<CredentialRotationOptions>>();
        SecretPathProbe.Check(paths, writer, options.Value);
        return new TeamValidator(provider.GetRequiredService<AccountSecrets>(), writer, options);
    }

    // Without the commit and without a pre-release label, with which the application ID could be too long.
    private static string GetVersion() =>
        typeof(ICredentialRotator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('-', '+')[0];

    /// <summary>Sets defaults for what the AWS configuration does not set.</summary>
    internal static void SetDefaults(ClientConfig config, IServiceProvider provider)
    {
        config.Timeout ??= provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.CallTimeout;

        // Reading it also finds AWS_SDK_UA_APP_ID, and the profile's sdk_ua_app_id.
        config.ClientAppId ??= ApplicationId;
    }
}
