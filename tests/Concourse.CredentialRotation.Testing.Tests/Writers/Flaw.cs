namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>What is wrong with a <see cref="VersionedStoreWriter"/>.</summary>
public enum Flaw
{
    None,

    /// <summary>Not a flaw: without compare-and-swap, a writer can only report that the set is torn.</summary>
    OverwritesAndReportsTorn,

    /// <summary>Not a flaw: one writer at a time, which the second one waits for.</summary>
    Locks,

    /// <summary>Not a flaw: the same, but the second writer blocks its thread.</summary>
    LocksTheThread,

    /// <summary>Not a flaw: two writers that notice each other leave the set as it was.</summary>
    BothGiveUp,

    NoReserve,
    RejectsEveryName,
    RejectsWithoutARule,
    AcceptsWhatTheStoreRejects,
    IgnoresCase,

    InspectionThrows,
    InspectionWrites,
    MissingIsTorn,
    IncompleteIsComplete,
    TornIsComplete,
    WrongRotationId,

    NoWrittenAt,
    WrittenAtIsTheExpiration,
    WrittenAtOfAnotherTool,

    LeavesTheLastSecretOut,
    WritesOnlyWhatExists,

    NoRollback,
    NoRollbackAfterAnException,
    TornWithoutRollingBack,
    WrittenAfterARejection,
    FailedAfterSuccess,
    FailedAfterALostResponse,
    SupersededAfterARejection,
    CanceledAfterSuccess,
    DoesNotRepair,

    Overwrites,

    IgnoresTheTokenBefore,
    StopsInTheMiddle,

    SecretInTheResult,
    SecretInTheState,
    SecretInTheException,
}
