using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Sets the options of a store from its section. Its errors are found with those of the engine.</summary>
internal sealed class StoreOptionsReader<TOptions>(StoreRegistry registry, IEnumerable<CredentialRotationSettings> sections) : IConfigureOptions<TOptions>
    where TOptions : class, new()
{
    public void Configure(TOptions options)
    {
        foreach (var store in registry.Known.OfType<StoreSettings<TOptions>>())
        {
            foreach (var section in sections)
            {
                section.Configure(store, options);
            }
        }
    }
}
