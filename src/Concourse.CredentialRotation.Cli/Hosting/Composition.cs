using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Composes the library from the same settings as the function: variables, and a JSON document in a variable or a file.</summary>
internal static class Composition
{
    /// <exception cref="CommandException">The settings are invalid; the message has all the errors.</exception>
    public static ServiceProvider Compose(Host host, string? settingsFile, bool isVerbose, Action<IServiceCollection>? adjust)
    {
        var document = settingsFile is null
            ? SettingsDocument.Parse(host.Variable(SettingsDocument.Variable))
            : SettingsDocument.Parse(Read(settingsFile), settingsFile);
        var environment = new ConfigurationBuilder().AddInMemoryCollection(document.Values).AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddSingleton(host.Time);
        host.Configure?.Invoke(services);
        services.AddLogging();
        if (isVerbose)
        {
            services.AddSingleton<ILoggerProvider>(new ErrorLog(host.Terminal.Error));
        }

        var store = host.Variable(StoreSetting.Variable);
        services.AddConcourseCredentialRotation(environment.GetSection(CredentialRotationOptions.SectionName)).UseStore(store);
        if (StoreSetting.IsParameterStore(store))
        {
            services.AddParameterStore();
        }
        else
        {
            services.AddSecretsManager();
        }

        services.PostConfigure<CredentialRotationOptions>(options =>
            options.PathTemplate = host.Variable(SettingNames.PathTemplate) is { Length: > 0 } template ? template : options.PathTemplate);
        adjust?.Invoke(services);
        var provider = services.BuildServiceProvider();
        List<string> errors =
        [
            .. document.Errors,
            .. new[] { StoreSetting.FindError(store) }.OfType<string>(),
            .. SettingNames.FindMisspelled(SettingNames.AllVariables()),
            .. SettingNames.AllVariables().Select(StoreSetting.FindMisspelling).OfType<string>(),
            .. FindErrors(() => provider.GetRequiredService<IOptions<CredentialRotationOptions>>().Value),
        ];

        // The path strategy can only be checked with valid options.
        errors = errors.Count > 0 ? errors : [.. FindErrors(() => provider.GetRequiredService<TeamReader>())];
        return errors.Count == 0 ? provider : throw new CommandException($"The settings are invalid: {string.Join("; ", errors.Select(new SettingNames(document).ReplaceIn))}.");
    }

    /// <summary>Options are validated when they are first used, so they are used now.</summary>
    private static IEnumerable<string> FindErrors(Func<object> use)
    {
        try
        {
            use();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The settings cannot be read: {exception.Message}");
        }
    }
}
