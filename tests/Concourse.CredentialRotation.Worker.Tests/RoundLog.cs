using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>Waits for the ends of a worker's rounds, which it logs.</summary>
internal sealed class RoundLog : ILoggerProvider
{
    private readonly SemaphoreSlim _ended = new(0);

    public Task NextAsync(CancellationToken cancellationToken) => _ended.WaitAsync(cancellationToken);

    public ILogger CreateLogger(string categoryName) => new Logger(_ended);

    public void Dispose()
    {
    }

    private sealed class Logger(SemaphoreSlim ended) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name is "LogRoundEnded")
            {
                ended.Release();
            }
        }
    }
}
