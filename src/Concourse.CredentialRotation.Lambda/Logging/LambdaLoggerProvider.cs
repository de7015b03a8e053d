using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Lambda.Logging;

/// <summary>
/// Writes each event as one line before the call returns. The console logger has a queue, but Lambda freezes the process as soon as the response is
/// posted, with everything that is still queued.
/// </summary>
internal sealed class LambdaLoggerProvider(TextWriter output, LogSettings settings, TimeProvider time) : ILoggerProvider, ISupportExternalScope
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose() => _output.Flush();

    private void Write(LogLine line)
    {
        _output.WriteLine(settings.IsText ? line.ToText() : line.ToJson());
        _output.Flush();
    }

    private sealed class Logger(LambdaLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The library redacts its exceptions. An exception of the SDK may quote a response, and so a session.
            var shown = category.StartsWith("Concourse.", StringComparison.Ordinal) ? exception : null;
            var line = new LogLine(provider.GetTime(), logLevel, category, eventId, formatter(state, exception), shown);
            provider._scopes.ForEachScope((scope, fields) => fields.Add(scope), line);
            line.Add(state);
            provider.Write(line);
        }
    }

    private DateTimeOffset GetTime() => time.GetUtcNow();
}
