namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What may go wrong with a call.</summary>
public enum FaultKind
{
    /// <summary>The process crashes before the call is done, and with it all its other calls.</summary>
    Crash,

    /// <summary>The call is refused.</summary>
    Refused,

    /// <summary>The call is throttled, and so are the next attempts at it.</summary>
    Throttled,

    /// <summary>The call is done, and its response is lost.</summary>
    LostResponse,

    /// <summary>The call is done, and its response is lost, and by then the time for going forward is up.</summary>
    LostResponseAtDeadline,
}
