namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>Time that passes only from one timer to the next, so that an hour takes as long as what happens in it.</summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly DateTimeOffset _start = System.GetUtcNow();
    private readonly PriorityQueue<(Timer Timer, int Version), (long Due, long Order)> _due = new();
    private long _now;
    private long _order;

    public TimeSpan Elapsed => TimeSpan.FromTicks(_now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass until a task is over. Everything happens on this thread, inside the timers' callbacks.</summary>
    public void RunUntilCompleted(Task task)
    {
        while (!task.IsCompleted)
        {
            if (!_due.TryDequeue(out var next, out var at))
            {
                throw new InvalidOperationException("Nothing is left that could complete the task.");
            }

            if (next.Timer.Version == next.Version)
            {
                _now = Math.Max(_now, at.Due);
                next.Timer.Fire();
            }
        }
    }

    private sealed class Timer(VirtualTime time, Action fire) : ITimer
    {
        public int Version { get; private set; }

        public void Fire()
        {
            Version++;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("Nothing here needs a periodic timer.");
            }

            Version++;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time._due.Enqueue((this, Version), (time._now + dueTime.Ticks, time._order++));
            }

            return true;
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
