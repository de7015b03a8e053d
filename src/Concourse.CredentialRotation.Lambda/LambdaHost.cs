using Amazon.Lambda.RuntimeSupport;
using Concourse.CredentialRotation.Lambda.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Composes the library from the environment and hands it to Lambda's runtime loop.</summary>
internal static class LambdaHost
{
    /// <param name="cancellationToken">Ends the loop, and stops what has not begun to be promoted.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        using var loggers = Loggers(LogSettings.From(environment));

        // Composed in the initializer, and not before, so that a wrong setting is told to Lambda as the init error that it is.
        var services = new Lazy<ServiceProvider>(() => Compose(environment, loggers));
        using var runtimeApi = RuntimeApi();
        using var bootstrap = new LambdaBootstrap(
            runtimeApi,
            invocation => services.Value.GetRequiredService<RotationHandler>().HandleAsync(invocation, cancellationToken),
            () =>
            {
                try
                {
                    services.Value.GetRequiredService<RotationHandler>();
                    return Task.FromResult(true);
                }
                catch (InvalidSettingsException invalid)
                {
                    // Before Lambda hears of it, and ends the process.
                    loggers.CreateLogger(typeof(LambdaHost)).SettingsInvalid(invalid);
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
    /// What Lambda's Runtime API is asked with: never through a proxy, which could not reach it, and without a timeout, since the process
    /// may be frozen for long while it waits for the next invocation.
    /// </summary>
    private static HttpClient RuntimeApi() => new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    private static ServiceProvider Compose(IConfiguration environment, ILoggerFactory loggers)
    {
        var settings = new FunctionSettings(environment);
        var services = new ServiceCollection()
            .AddConcourseCredentialRotation(environment.GetSection(CredentialRotationOptions.SectionName))
            .PostConfigure<CredentialRotationOptions>(options => options.PathTemplate = settings.PathTemplate ?? options.PathTemplate)
            .AddSingleton(loggers)
            .AddSingleton(new TeamAlias(settings.IsTeamAliasRequired))
            .AddSingleton<RotationHandler>()
            .BuildServiceProvider();
        List<string> problems = [.. settings.Problems(), .. OptionsProblems(services).Select(settings.ByVariables)];
        return problems.Count == 0 ? services : throw new InvalidSettingsException(problems);
    }

    /// <summary>The options are validated when they are first asked for, so they are asked for now.</summary>
    private static IEnumerable<string> OptionsProblems(ServiceProvider services)
    {
        try
        {
            _ = services.GetRequiredService<IOptions<CredentialRotationOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException invalid)
        {
            return invalid.Failures;
        }
    }

    private static LoggerFactory Loggers(LogSettings settings)
    {
        // Not Console.Out, which would look at the terminal first.
        var output = new StreamWriter(Console.OpenStandardOutput());

        // The SDK's own chatter is no event of ours, and at lower levels it shows requests.
        var filter = new LoggerFilterOptions()
            .AddFilter((category, level) => level >= settings.Level && (level >= LogLevel.Warning || IsOurs(category)));
        return new LoggerFactory([new LambdaLoggerProvider(output, settings, TimeProvider.System)], filter);
    }

    private static bool IsOurs(string? category) => category?.StartsWith("Concourse.", StringComparison.Ordinal) is true;
}
