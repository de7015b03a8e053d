using Amazon.Lambda.RuntimeSupport;
using Amazon.SecurityToken;
using Concourse.CredentialRotation.Lambda.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Composes the library from the environment, and runs Lambda's runtime loop with it.</summary>
internal static class LambdaHost
{
    /// <param name="runtimeApi">The client for Lambda's Runtime API; by default one that never uses a proxy.</param>
    /// <param name="output">Where the log is written; by default standard output.</param>
    /// <param name="cancellationToken">Ends the loop, and cancels accounts whose secrets have not begun to change.</param>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunAsync(HttpClient? runtimeApi = null, TextWriter? output = null, CancellationToken cancellationToken = default)
    {
        var document = SettingsDocument.Parse(Environment.GetEnvironmentVariable(SettingsDocument.Variable));
        var environment = new ConfigurationBuilder().AddInMemoryCollection(document.Values).AddEnvironmentVariables().Build();
        using var loggers = CreateLoggers(output ?? new StreamWriter(Console.OpenStandardOutput()), LogSettings.From(environment));

        // Composed in the initializer, so that Lambda reports an invalid setting as an init error.
        var services = new Lazy<ServiceProvider>(() => Compose(environment, document, loggers));
        using var defaultRuntimeApi = runtimeApi is null ? CreateRuntimeApi() : null;
        using var bootstrap = new LambdaBootstrap(
            runtimeApi ?? defaultRuntimeApi!,
            invocation => services.Value.GetRequiredService<RotationHandler>().HandleAsync(invocation, cancellationToken),
            () =>
            {
                try
                {
                    // Also the client, because the initialization has more CPU time than an invocation.
                    services.Value.GetRequiredService<RotationHandler>();
                    services.Value.GetRequiredService<IAmazonSecurityTokenService>();
                    return Task.FromResult(true);
                }
                catch (InvalidSettingsException exception)
                {
                    // Logged before Lambda learns of it and ends the process.
                    loggers.CreateLogger(typeof(LambdaHost)).InvalidSettings(exception);
                    throw;
                }
            });
        try
        {
            await bootstrap.RunAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (InvalidSettingsException)
        {
            return 1;
        }
        finally
        {
            if (services.IsValueCreated)
            {
                await services.Value.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// A client without a proxy, which could not reach the Runtime API, and without a timeout, because Lambda may freeze the process for a long time while
    /// it waits for the next invocation.
    /// </summary>
    private static HttpClient CreateRuntimeApi() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private static ServiceProvider Compose(IConfiguration environment, SettingsDocument document, ILoggerFactory loggers)
    {
        var settings = new FunctionSettings(environment, document);
        var services = new ServiceCollection()
            .AddConcourseCredentialRotation(environment.GetSection(CredentialRotationOptions.SectionName))
            .UseStore(environment[StoreSetting.Variable])
            .Services
            .AddSingleton<IPostConfigureOptions<CredentialRotationOptions>>(settings)
            .AddSingleton<IConfigureOptions<FunctionOptions>>(settings)
            .AddSingleton<IValidateOptions<FunctionOptions>>(settings)
            .AddSingleton<IOptions<FunctionOptions>, OptionsManager<FunctionOptions>>()
            .AddSingleton<IOptionsFactory<FunctionOptions>, OptionsFactory<FunctionOptions>>()
            .Replace(ServiceDescriptor.Singleton(loggers))
            .AddSingleton<TeamAlias>()
            .AddSingleton<RotationHandler>()
            .BuildServiceProvider();
        List<string> errors =
        [
            .. FindErrors(() => services.GetRequiredService<IOptions<FunctionOptions>>().Value),
            .. FindErrors(() => services.GetRequiredService<IOptions<CredentialRotationOptions>>().Value),
        ];

        // The path strategy can only be checked with valid options.
        errors = errors.Count > 0 ? errors : [.. FindErrors(() => services.GetRequiredService<TeamReader>())];
        return errors.Count == 0 ? services : throw new InvalidSettingsException([.. errors.Select(new SettingNames(document).ReplaceIn)]);
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

    private static LoggerFactory CreateLoggers(TextWriter output, LogSettings settings)
    {
        // The SDK logs nothing that an operator needs, and at lower levels it logs requests.
        var filter = new LoggerFilterOptions()
            .AddFilter((category, level) => level >= settings.Level && (level >= LogLevel.Warning || category?.StartsWith("Concourse.", StringComparison.Ordinal) is true));
        return new LoggerFactory([new LambdaLoggerProvider(output, settings, TimeProvider.System)], filter);
    }
}
