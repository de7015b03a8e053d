namespace Concourse.CredentialRotation;

/// <summary>The step that the rotation of one account is in. Each is measured and has an activity; the one before ends when the next begins.</summary>
internal sealed class StepTracker(Team team, Account account, RotationMetrics metrics, TimeProvider time)
{
    private RotationActivity? _activity;
    private long _startedAt;
    private bool _isRunning;

    /// <summary>The step that began last.</summary>
    public RotationStep Current { get; private set; } = RotationStep.Inspect;

    public void Begin(RotationStep step)
    {
        End();
        Current = step;
        _activity = RotationActivities.StartStep(team, account, step);
        _startedAt = time.GetTimestamp();
        _isRunning = true;
    }

    /// <summary>Ends the step, if one is running.</summary>
    /// <param name="error">Why it failed; null if it did not.</param>
    public void End(RotationError? error = null)
    {
        if (_isRunning)
        {
            metrics.RecordStep(Current, time.GetElapsedTime(_startedAt), error);
            _activity?.SetError(error);
            Abandon();
        }
    }

    /// <summary>Ends a step that neither succeeded nor failed, because the account starts again later. How long it took is not measured.</summary>
    public void Abandon()
    {
        _activity?.Dispose();
        _activity = null;
        _isRunning = false;
    }
}
