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

    /// <summary>
    /// Uses a path strategy instead of <see cref="TemplateSecretPathStrategy"/>. Check it with <c>SecretPathCheck</c> of the package
    /// <c>Concourse.CredentialRotation.Testing</c>.
    /// </summary>
    /// <typeparam name="TStrategy">The strategy; its constructor can ask for other services.</typeparam>
    public CredentialRotationBuilder UsePathStrategy<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStrategy>()
        where TStrategy : class, ISecretPathStrategy
    {
        Services.Replace(ServiceDescriptor.Singleton<ISecretPathStrategy, TStrategy>());
        return this;
    }

    /// <inheritdoc cref="UsePathStrategy{TStrategy}()" path="/summary"/>
    /// <param name="strategy">The strategy.</param>
    public CredentialRotationBuilder UsePathStrategy(ISecretPathStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        Services.Replace(ServiceDescriptor.Singleton(strategy));
        return this;
    }

    /// <summary>
    /// Keeps the secrets in another store than AWS Secrets Manager. Settings of <see cref="SecretsManagerOptions"/> are errors then. Check the writer with
    /// <c>SecretWriterCheck</c> of the package <c>Concourse.CredentialRotation.Testing</c>.
    /// </summary>
    /// <typeparam name="TWriter">The store's writer; its constructor can ask for other services.</typeparam>
    public CredentialRotationBuilder UseSecretWriter<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TWriter>()
        where TWriter : class, ISecretWriter => Use(ServiceDescriptor.Singleton<ISecretWriter, TWriter>(), null);

    /// <inheritdoc cref="UseSecretWriter{TWriter}()" path="/summary"/>
    /// <param name="writer">The store's writer.</param>
    public CredentialRotationBuilder UseSecretWriter(ISecretWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return Use(ServiceDescriptor.Singleton(writer), null);
    }

    /// <summary>
    /// Keeps the secrets in another store than AWS Secrets Manager, which has options of its own. They are read from the section of the settings, and validated
    /// when the host starts. Settings of another store, such as <see cref="SecretsManagerOptions"/>, are errors then.
    /// </summary>
    /// <typeparam name="TWriter">The store's writer; its constructor can ask for other services, such as an <see cref="IOptions{TOptions}"/>.</typeparam>
    /// <typeparam name="TOptions">The store's options. The errors of their <see cref="IValidateOptions{TOptions}"/> are reported with those of the engine.</typeparam>
    /// <param name="settings">The settings.</param>
    /// <param name="configure">Sets the options, after the configuration section.</param>
    public CredentialRotationBuilder UseSecretWriter<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TWriter,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        StoreSettings<TOptions> settings, Action<TOptions>? configure = null)
        where TWriter : class, ISecretWriter
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(settings);
        AddOptions<TOptions>();
        if (configure is not null)
        {
            Services.Configure(configure);
        }

        return Use(ServiceDescriptor.Singleton<ISecretWriter, TWriter>(), settings);
    }

    /// <summary>Keeps the secrets in AWS Secrets Manager. This is the default.</summary>
    /// <param name="configure">Sets the options, after the configuration section.</param>
    public CredentialRotationBuilder UseSecretsManager(Action<SecretsManagerOptions>? configure = null) =>
        UseSecretWriter<SecretsManagerWriter, SecretsManagerOptions>(SecretsManagerSettings.Create(), configure);

    // Closed types, because they are compiled ahead of time; open generics would be built while the process starts.
    internal void AddOptions<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>()
        where TOptions : class, new()
    {
        Services.TryAddSingleton<IOptions<TOptions>, OptionsManager<TOptions>>();
        Services.TryAddTransient<IOptionsFactory<TOptions>, OptionsFactory<TOptions>>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<TOptions>, StoreOptionsReader<TOptions>>());
    }

    private CredentialRotationBuilder Use(ServiceDescriptor writer, IStoreSettings? settings)
    {
        StoreRegistry.Of(Services).Use(settings);
        Services.Replace(writer);
        return this;
    }
}
