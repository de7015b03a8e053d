using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Concourse.CredentialRotation.Cli;

/// <summary>One run of a command.</summary>
internal sealed class CommandContext(Host host, ParseResult arguments, CancellationToken cancellationToken) : IAsyncDisposable
{
    private ServiceProvider? _services;

    public Terminal Terminal => host.Terminal;

    public CancellationToken CancellationToken => cancellationToken;

    public DateTimeOffset Now => host.Time.GetUtcNow();

    /// <summary>How many requests are sent concurrently. Reads have a large quota.</summary>
    public ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };

    public bool IsJson => arguments.GetValue(GlobalOptions.Output) is GlobalOptions.Json;

    public T Get<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => arguments.GetValue(option);

    /// <summary>Composes the library with the settings of the function.</summary>
    /// <param name="adjust">Changes what the settings say.</param>
    public IServiceProvider Compose(Action<IServiceCollection>? adjust = null) =>
        _services ??= Composition.Compose(host, arguments.GetValue(GlobalOptions.Settings), arguments.GetValue(GlobalOptions.Verbose), adjust);

    /// <summary>A service of the library.</summary>
    public T Service<T>()
        where T : notnull => Compose().GetRequiredService<T>();

    /// <summary>Writes a report as JSON to the output.</summary>
    public void WriteJson<T>(T report, JsonTypeInfo<T> type) => Terminal.Output.WriteLine(JsonSerializer.Serialize(report, type));

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }
    }
}
