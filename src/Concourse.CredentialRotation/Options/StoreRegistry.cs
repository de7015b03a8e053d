using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation;

/// <summary>
/// The stores whose settings a host knows, and the one that it uses. It is filled while services are registered, so that the order of the calls does not
/// matter.
/// </summary>
internal sealed class StoreRegistry
{
    private readonly List<IStoreSettings> _known = [];

    /// <summary>The stores whose settings are known.</summary>
    public IReadOnlyList<IStoreSettings> Known => _known;

    /// <summary>The store in use; null when it has no settings.</summary>
    public IStoreSettings? Used { get; private set; }

    /// <summary>The registry of the services, which is added when there is none yet.</summary>
    public static StoreRegistry Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(service => !service.IsKeyedService && service.ServiceType == typeof(StoreRegistry))?.ImplementationInstance is StoreRegistry known)
        {
            return known;
        }

        var registry = new StoreRegistry();
        services.AddSingleton(registry);
        return registry;
    }

    public void Use(IStoreSettings? store)
    {
        Used = store;
        if (store is not null)
        {
            Add(store);
        }
    }

    public void Add(IStoreSettings store)
    {
        _known.RemoveAll(known => known.SectionName == store.SectionName);
        _known.Add(store);
    }
}
