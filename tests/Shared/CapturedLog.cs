using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Keeps every log line with its exception, and the text of every trace and measurement, so that tests can search them.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private static readonly string[] SourcePrefixes = ["Concourse", "Amazon", "AWS"];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<string> _telemetry = new();
    private readonly ActivityListener _traces;
    private readonly MeterListener _meters = new();

    public CapturedLog()
    {
        _traces = new ActivityListener
        {
            // Not those of the web server and the HTTP client, which have no content and are shared by all tests in this process.
            ShouldListenTo = source => IsOurs(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = trace => _telemetry.Enqueue(
                $"{trace.DisplayName} {trace.StatusDescription} {string.Join(' ', trace.TagObjects)} {string.Join(' ', trace.Baggage)} {string.Join(' ', trace.Events.SelectMany(moment => moment.Tags))}"),
        };
        ActivitySource.AddActivityListener(_traces);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (IsOurs(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _meters.Start();
    }

    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The traces, and the attributes of measurements.</summary>
    public IReadOnlyList<string> Telemetry
    {
        get
        {
            _meters.RecordObservableInstruments();
            return [.. _telemetry];
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(_lines);

    public void Dispose()
    {
        _traces.Dispose();
        _meters.Dispose();
    }

    private static bool IsOurs(string name) => SourcePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _telemetry.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}");

    private sealed class Logger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
