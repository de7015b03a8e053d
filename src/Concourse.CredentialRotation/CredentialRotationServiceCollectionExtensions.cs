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
    /// The application id, which the user agent of each AWS call has, and so CloudTrail
    /// (<see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html">at most 50 characters, no slash</see>). It lacks a
    /// pre-release label, with which it could be too long.
    /// </summary>
    private static readonly string ApplicationId = $"Concourse.CredentialRotation-{typeof(ICredentialRotator).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>
    /// Registers <see cref="ICredentialRotator"/>, <see cref="TeamReader"/> and <see cref="CiRoleInspector"/> with what they need. Everything is registered only where
    /// nothing is yet: one's own <see cref="ISecretPathStrategy"/>, <see cref="ISecretWriter"/>, <see cref="TimeProvider"/> or AWS client
    /// takes the default's place when it is registered before. The AWS clients honour the standard AWS configuration.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <returns>The same services.</returns>
    /// <remarks>
    /// Options and the path strategy are validated when the host starts. Without a host they are when <see cref="ICredentialRotator"/> or
    /// <see cref="TeamReader"/> is first asked for, or by the container's <see cref="IStartupValidator"/>, and throw an
    /// <see cref="OptionsValidationException"/>.
    /// The caller's IAM policy needs <c>sts:AssumeRole</c> on the teams' roles and, on the secrets, <c>secretsmanager:DescribeSecret</c>,
    /// <c>CreateSecret</c>, <c>PutSecretValue</c>, <c>UpdateSecretVersionStage</c> and <c>RestoreSecret</c>, and <c>TagResource</c> when
    /// <see cref="CredentialRotationOptions.Tags"/> are set.
    /// </remarks>
    public static IServiceCollection AddConcourseCredentialRotation(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<StartupCheck>()
            .Validate<IServiceProvider>((_, provider) => provider.GetRequiredService<TeamValidator>() is not null)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CredentialRotationOptions>, CredentialRotationOptionsValidator>());

        // Closed, because what is closed is compiled ahead of time; an open generic would be built while the process starts.
        services.TryAddSingleton<IOptions<CredentialRotationOptions>, OptionsManager<CredentialRotationOptions>>();
        services.TryAddTransient<IOptionsFactory<CredentialRotationOptions>, OptionsFactory<CredentialRotationOptions>>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddAWSService<IStsClient>(SetDefaults);
        services.TryAddSingleton<IAmazonSecurityTokenService>(provider => provider.GetRequiredService<IStsClient>());
        services.TryAddAWSService<ISecretsManagerClient>(SetDefaults);
        services.TryAddSingleton<IAmazonSecretsManager>(provider => provider.GetRequiredService<ISecretsManagerClient>());

        services.TryAddSingleton<ISecretPathStrategy>(provider =>
            new TemplateSecretPathStrategy(provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.PathTemplate));
        services.TryAddSingleton(Validator);
        services.TryAddSingleton(provider => new TeamReader(provider.GetRequiredService<TeamValidator>()));
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value;
            return new ConcurrencyLimit(options.Concurrency, provider.GetRequiredService<TimeProvider>(), options.StalledAfter);
        });
        services.TryAddSingleton<RequestThrottling>();
        services.TryAddSingleton<CallerIdentity>();
        services.TryAddSingleton<RoleSessions>();
        services.TryAddSingleton(provider => new CiRoleInspector(provider.GetRequiredService<RoleSessions>()));
        services.TryAddSingleton<WritePacer>();
        services.TryAddSingleton<SecretStore>();
        services.TryAddSingleton<ISecretWriter, SecretsManagerWriter>();
        services.TryAddSingleton<AccountRotation>();
        services.TryAddSingleton<QueuedAccountRotation>();
        services.TryAddSingleton<ICredentialRotator, CredentialRotator>();
        return services;
    }

    /// <inheritdoc cref="AddConcourseCredentialRotation(IServiceCollection)"/>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options.</param>
    public static IServiceCollection AddConcourseCredentialRotation(this IServiceCollection services, Action<CredentialRotationOptions> configure)
    {
        services.AddConcourseCredentialRotation();
        return services.Configure(configure);
    }

    /// <inheritdoc cref="AddConcourseCredentialRotation(IServiceCollection)"/>
    /// <param name="services">The services.</param>
    /// <param name="section">
    /// The configuration of the options. A key that is no option, and a value that cannot be read, are errors of the options' validation.
    /// </param>
    public static IServiceCollection AddConcourseCredentialRotation(this IServiceCollection services, IConfigurationSection section)
    {
        services.AddConcourseCredentialRotation();
        var settings = new CredentialRotationSettings(section);
        services.AddSingleton<IConfigureOptions<CredentialRotationOptions>>(settings);
        return services.AddSingleton<IValidateOptions<CredentialRotationOptions>>(settings);
    }

    private static TeamValidator Validator(IServiceProvider provider)
    {
        var (paths, options) = (provider.GetRequiredService<ISecretPathStrategy>(), provider.GetRequiredService<IOptions<CredentialRotationOptions>>());
        SecretPathProbe.Check(paths, options.Value);
        return new TeamValidator(paths, options);
    }

    /// <summary>Sets what the AWS configuration leaves open.</summary>
    private static void SetDefaults(ClientConfig config, IServiceProvider provider)
    {
        config.Timeout ??= provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value.CallTimeout;

        // Reading it finds AWS_SDK_UA_APP_ID, and the profile's sdk_ua_app_id, too.
        config.ClientAppId ??= ApplicationId;
    }
}
