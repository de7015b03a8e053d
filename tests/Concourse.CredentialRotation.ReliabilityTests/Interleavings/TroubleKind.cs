namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

public enum TroubleKind
{
    /// <summary>The process is gone before the call is done, and with it all its other calls.</summary>
    Crash,

    /// <summary>The call is refused.</summary>
    Error,

    /// <summary>The call is throttled, and so are the next attempts of it.</summary>
    Throttled,

    /// <summary>The call is done, its answer lost.</summary>
    LostAnswer,

    /// <summary>The call is done, its answer lost, and by then the time to go forward is up.</summary>
    LostTime,
}
