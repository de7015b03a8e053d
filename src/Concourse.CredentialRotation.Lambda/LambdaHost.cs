using Amazon.Lambda.RuntimeSupport;
using Concourse.CredentialRotation.Lambda.Logging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>Composes the library from the environment and hands it to Lambda's runtime loop.</summary>
internal static class LambdaHost
{
    /// <summary>The variable that the template of the secrets' paths had in the Go function before this one.</summary>
    private const string PathTemplateVariable = "SECRETS_MANAGER_PATH";

    /// <summary>The variable that says whether an event must come by its team's own alias: true or false.</summary>
    internal const string RequireTeamAliasVariable = "REQUIRE_TEAM_ALIAS";

    /// <param name="cancellationToken">Ends the loop, and stops what has not begun to be promoted.</param>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        // Composed in the initializer, and not before, so that a wrong setting is told to Lambda as the init error that it is.
        var services = new Lazy<ServiceProvider>(Compose);
        using var runtimeApi = RuntimeApi();
        using var bootstrap = new LambdaBootstrap(
            runtimeApi,
            invocation => services.Value.GetRequiredService<RotationHandler>().HandleAsync(invocation, cancellationToken),
            () =>
            {
                // The options are validated when they are first asked for, so a wrong one is told now.
                services.Value.GetRequiredService<RotationHandler>();
                return Task.FromResult(true);
            });
        try
        {
            await bootstrap.RunAsync(cancellationToken).ConfigureAwait(false);
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

    private static ServiceProvider Compose()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var logSettings = LogSettings.From(configuration);
        return new ServiceCollection()
            .AddConcourseCredentialRotation(configuration.GetSection(CredentialRotationOptions.SectionName))
            .PostConfigure<CredentialRotationOptions>(options =>
                options.PathTemplate = configuration[PathTemplateVariable] is { Length: > 0 } template ? template : options.PathTemplate)
            .AddSingleton<ILoggerFactory>(_ => Loggers(logSettings))
            .AddSingleton(new TeamAlias(IsTrue(configuration, RequireTeamAliasVariable)))
            .AddSingleton<RotationHandler>()
            .BuildServiceProvider();
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

    private static bool IsTrue(IConfiguration configuration, string variable) => configuration[variable] switch
    {
        null or "" => false,
        var text when bool.TryParse(text, out var isTrue) => isTrue,
        var text => throw new InvalidOperationException($"{variable} must be true or false; it is '{text}'."),
    };

    private static bool IsOurs(string? category) => category?.StartsWith("Concourse.", StringComparison.Ordinal) is true;
}
