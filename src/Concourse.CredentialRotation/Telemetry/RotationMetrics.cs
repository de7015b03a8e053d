using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Concourse.CredentialRotation;

/// <summary>The metrics. Nothing is measured that nobody collects, except what is needed to tell later how long credentials are valid.</summary>
internal sealed class RotationMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> StepBuckets = new()
    {
        HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
    };

    private static readonly InstrumentAdvice<double> TeamBuckets = new()
    {
        HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900],
    };

    private readonly Meter? _ownMeter;
    private readonly CurrentCredentials _credentials;
    private readonly Counter<long> _rotations;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _stepDuration;
    private readonly Counter<long> _throttledRequests;
    private readonly Counter<double> _throttledTime;

    /// <param name="time">The time.</param>
    /// <param name="meters">The factory of the host, so that the meter belongs to it; null if there is none.</param>
    public RotationMetrics(TimeProvider time, IMeterFactory? meters = null)
    {
        var options = new MeterOptions(CredentialRotationTelemetry.MeterName) { Version = CredentialRotationTelemetry.Version };
        var meter = meters?.Create(options) ?? (_ownMeter = new Meter(options));
        _credentials = new(time);
        _rotations = meter.CreateCounter<long>(MetricNames.Rotations, "{rotation}", "Rotations of accounts, by outcome.");
        _duration = meter.CreateHistogram<double>(MetricNames.Duration, "s", "Duration of the rotation of a team.", tags: null, TeamBuckets);
        _stepDuration = meter.CreateHistogram<double>(MetricNames.StepDuration, "s", "Duration of a step of the rotation of an account.", tags: null, StepBuckets);
        _throttledRequests = meter.CreateCounter<long>(MetricNames.ThrottledRequests, "{request}", "Requests that AWS throttled.");
        _throttledTime = meter.CreateCounter<double>(MetricNames.ThrottledTime, "s", "Time during which at least one throttled request waited to be sent again.");
        meter.CreateObservableGauge(MetricNames.Validity, _credentials.MeasureValidity, "s", "Time for which the current credentials of an account are still valid.");
        meter.CreateObservableGauge(MetricNames.Age, _credentials.MeasureAge, "s", "Time since the rotation of an account's current credentials.");
    }

    /// <summary>Records how the rotation of an account ended.</summary>
    public void RecordOutcome(Team team, AccountOutcome outcome)
    {
        if (_rotations.Enabled)
        {
            TagList tags = [new(AttributeNames.Team, team.Name), new(AttributeNames.Account, outcome.Account), new(AttributeNames.Outcome, outcome.Outcome)];
            if (outcome is FailedOutcome failed)
            {
                tags.Add(AttributeNames.Step, failed.Step.ToName());
            }

            Add(_rotations, 1, tags, outcome.GetError()?.Type);
        }
    }

    /// <summary>Records how the rotation of a team ended, and what its accounts have now.</summary>
    public void RecordRotation(RotationReport report, TimeSpan duration)
    {
        _credentials.Update(report);
        if (_duration.Enabled)
        {
            Record(_duration, duration, [new(AttributeNames.Team, report.Team)], report.GetErrorType());
        }
    }

    /// <summary>Records that a step of an account ended.</summary>
    /// <param name="step">The step.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="error">Why it failed; null if it did not.</param>
    public void RecordStep(RotationStep step, TimeSpan duration, RotationError? error)
    {
        if (_stepDuration.Enabled)
        {
            Record(_stepDuration, duration, [new(AttributeNames.Step, step.ToName())], error?.Type);
        }
    }

    /// <summary>Records that AWS throttled a request.</summary>
    /// <param name="throttled">The response.</param>
    public void RecordThrottled(ThrottledException throttled)
    {
        if (_throttledRequests.Enabled)
        {
            Add(_throttledRequests, 1, AwsOperation.TryFind(throttled, out var operation) ? [new(AttributeNames.AwsOperation, operation.Method)] : []);
        }
    }

    /// <summary>Records that no throttled request waits any more.</summary>
    /// <param name="waited">How long at least one has waited.</param>
    public void RecordThrottledTime(TimeSpan waited)
    {
        if (_throttledTime.Enabled)
        {
            Add(_throttledTime, waited.TotalSeconds, []);
        }
    }

    // The meter of a factory may outlive this object, and its gauges would still report.
    public void Dispose()
    {
        _ownMeter?.Dispose();
        _credentials.Clear();
    }

    private static void Add<T>(Counter<T> counter, T value, TagList attributes, string? errorType = null)
        where T : struct
    {
        try
        {
            counter.Add(value, WithErrorType(attributes, errorType));
        }
        catch (Exception)
        {
            // A listener threw. That does not change how the rotation ends.
        }
    }

    private static void Record(Histogram<double> histogram, TimeSpan duration, TagList attributes, string? errorType)
    {
        try
        {
            histogram.Record(duration.TotalSeconds, WithErrorType(attributes, errorType));
        }
        catch (Exception)
        {
            // A listener threw. That does not change how the rotation ends.
        }
    }

    private static TagList WithErrorType(TagList attributes, string? errorType)
    {
        if (errorType is not null)
        {
            attributes.Add(AttributeNames.ErrorType, errorType);
        }

        return attributes;
    }
}
