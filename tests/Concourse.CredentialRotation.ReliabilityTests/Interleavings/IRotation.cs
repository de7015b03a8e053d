namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>A rotation of one set, whose calls get their responses one at a time.</summary>
internal interface IRotation
{
    /// <summary>Its name in the steps.</summary>
    string Name { get; }

    /// <summary>The calls that wait; none when the rotation is over, crashed or not started.</summary>
    IReadOnlyList<PendingCall> Pending { get; }

    bool IsCrashed { get; }

    /// <summary>How it ended, with the version IDs that AWS has; null while it has not.</summary>
    AccountOutcome? Outcome { get; }

    /// <summary>What it knows, or how it ended.</summary>
    string State { get; }

    void Start(SecretLayout layout, CancellationToken cancellationToken = default);

    void Crash();

    /// <summary>Delivers what comes of a call.</summary>
    /// <param name="step">The call's name.</param>
    /// <param name="reply">What comes of it.</param>
    /// <param name="fault">The fault that the rotation has met by then.</param>
    void Deliver(Step step, Reply reply, FaultState fault);
}
