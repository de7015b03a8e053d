using System.Diagnostics.CodeAnalysis;
using Concourse.CredentialRotation;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Configures the rotation of credentials. The last call wins, and replaces what was registered before. A service that is registered later without this
/// builder takes its place.
/// </summary>
public sealed class CredentialRotationBuilder
{
    internal CredentialRotationBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Uses a path strategy instead of <see cref="TemplateSecretPathStrategy"/>.</summary>
    /// <typeparam name="TStrategy">The strategy; its constructor can ask for other services.</typeparam>
    public CredentialRotationBuilder UsePathStrategy<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStrategy>()
        where TStrategy : class, ISecretPathStrategy
    {
        Services.Replace(ServiceDescriptor.Singleton<ISecretPathStrategy, TStrategy>());
        return this;
    }

    /// <summary>Uses a path strategy instead of <see cref="TemplateSecretPathStrategy"/>.</summary>
    /// <param name="strategy">The strategy.</param>
    public CredentialRotationBuilder UsePathStrategy(ISecretPathStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        Services.Replace(ServiceDescriptor.Singleton(strategy));
        return this;
    }

    /// <summary>Keeps the secrets in another store than AWS Secrets Manager. <see cref="SecretsManagerOptions"/> have no meaning then.</summary>
    /// <typeparam name="TWriter">The store's writer; its constructor can ask for other services.</typeparam>
    public CredentialRotationBuilder UseSecretWriter<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TWriter>()
        where TWriter : class, ISecretWriter
    {
        RemoveSecretsManager();
        Services.Replace(ServiceDescriptor.Singleton<ISecretWriter, TWriter>());
        return this;
    }

    /// <summary>Keeps the secrets in another store than AWS Secrets Manager. <see cref="SecretsManagerOptions"/> have no meaning then.</summary>
    /// <param name="writer">The store's writer.</param>
    public CredentialRotationBuilder UseSecretWriter(ISecretWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RemoveSecretsManager();
        Services.Replace(ServiceDescriptor.Singleton(writer));
        return this;
    }

    /// <summary>Keeps the secrets in AWS Secrets Manager. This is the default.</summary>
    /// <param name="configure">Sets the options, after the configuration section.</param>
    public CredentialRotationBuilder UseSecretsManager(Action<SecretsManagerOptions>? configure = null)
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<CredentialRotationOptions>, SecretsManagerDefaults>());
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CredentialRotationOptions>, SecretsManagerDefaults>());
        Services.Replace(ServiceDescriptor.Singleton<ISecretWriter, SecretsManagerWriter>());
        if (configure is not null)
        {
            Services.Configure(configure);
        }

        return this;
    }

    private void RemoveSecretsManager()
    {
        foreach (var service in Services.Where(service => !service.IsKeyedService && service.ImplementationType == typeof(SecretsManagerDefaults)).ToList())
        {
            Services.Remove(service);
        }
    }
}
