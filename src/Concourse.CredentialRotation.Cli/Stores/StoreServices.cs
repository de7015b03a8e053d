using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Registers what the commands need of a store.</summary>
internal static class StoreServices
{
    public static void AddSecretsManager(this IServiceCollection services) => services
        .AddSingleton<IStoreFacts, SecretsManagerFacts>()
        .AddSingleton<IStoreLoad, SecretsManagerLoad>()
        .AddSingleton<IAccessKeyReader, SecretsManagerKeys>()
        .AddSingleton<IStoreChecks, SecretsManagerChecks>()
        .AddSingleton<IStorePruner, SecretsManagerPruner>();

    public static void AddParameterStore(this IServiceCollection services) => services
        .AddSingleton<IStoreFacts, ParameterStoreFacts>()
        .AddSingleton<IStoreLoad, ParameterStoreLoad>()
        .AddSingleton<IAccessKeyReader, ParameterStoreKeys>()
        .AddSingleton<IStoreChecks, ParameterStoreChecks>()
        .AddSingleton<IStorePruner, ParameterStorePruner>();
}
