using System.Collections.Concurrent;
using System.Diagnostics;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>The library's activities in this process, in the order in which they started and ended.</summary>
internal sealed class RecordedActivities : IDisposable
{
    private readonly ConcurrentQueue<Activity> _started = new();
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;

    public RecordedActivities()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CredentialRotationTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _started.Enqueue,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<Activity> Started => [.. _started];

    public IReadOnlyList<Activity> Stopped => [.. _stopped];

    public IReadOnlyList<Activity> All(string name) => [.. _stopped.Where(activity => activity.OperationName == name)];

    public Activity Single(string name) => All(name).Single();

    public void Clear()
    {
        _started.Clear();
        _stopped.Clear();
    }

    public void Dispose() => _listener.Dispose();
}
