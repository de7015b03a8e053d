using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Keeps every log line with its exception, and every trace, so that tests can search them.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private static readonly string[] SourcePrefixes = ["Concourse", "Amazon", "AWS"];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ActivityListener _traces;

    public CapturedLog()
    {
        _traces = new ActivityListener
        {
            // Not those of the web server and the HTTP client, which have no content and are shared by all tests in this process.
            ShouldListenTo = source => SourcePrefixes.Any(name => source.Name.StartsWith(name, StringComparison.Ordinal)),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = trace => _lines.Enqueue(
                $"{trace.DisplayName} {string.Join(' ', trace.TagObjects)} {string.Join(' ', trace.Events.SelectMany(moment => moment.Tags))}"),
        };
        ActivitySource.AddActivityListener(_traces);
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose() => _traces.Dispose();

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
