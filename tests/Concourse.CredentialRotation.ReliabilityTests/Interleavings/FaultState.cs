namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>The one fault of a run, and what is left of it.</summary>
/// <param name="Kind">What went wrong; null while nothing has.</param>
/// <param name="ThrottledStep">The call that is throttled. The next attempt at it has the same name.</param>
/// <param name="AttemptsLeft">How many more attempts at it are throttled.</param>
internal readonly record struct FaultState(FaultKind? Kind, Step? ThrottledStep, int AttemptsLeft)
{
    private const int ThrottledAttempts = 3;

    /// <summary>Whether something went wrong that a rotation may fail because of. Being throttled is not.</summary>
    public bool MayFailARotation => Kind is not null and not FaultKind.Throttled;

    /// <summary>The state once a call has met what a move says.</summary>
    public FaultState After(Move move) => move.Fault switch
    {
        null => this,
        FaultKind.Throttled => new(FaultKind.Throttled, move.Step, ThrottledAttempts),
        var kind => new(kind, null, 0),
    };

    /// <summary>The state once an attempt has been throttled.</summary>
    public FaultState AfterThrottledAttempt() => this with { AttemptsLeft = AttemptsLeft - 1 };

    /// <summary>Whether an attempt at a call is throttled. No other rotation notices.</summary>
    public bool Throttles(Step step) => AttemptsLeft > 0 && step == ThrottledStep;

    public override string ToString() =>
        Kind is null ? "" : MayFailARotation ? "fault met" : AttemptsLeft > 0 ? $"throttled {AttemptsLeft} {ThrottledStep}" : "throttled";
}
