namespace Concourse.CredentialRotation.ReliabilityTests.Faults;

public enum FaultDuration
{
    /// <summary>The call at the position, once.</summary>
    Once,

    /// <summary>The call at the position, and the next ones of its kind on its resource, several times in a row.</summary>
    SeveralTimes,

    /// <summary>The call at the position, and every later one of its kind on its resource.</summary>
    ThatCallFromThenOn,

    /// <summary>The call at the position, and every later one of its account.</summary>
    TheAccountFromThenOn,
}
