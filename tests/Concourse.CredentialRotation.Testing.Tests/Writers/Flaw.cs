namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>What is wrong with a <see cref="VersionedStoreWriter"/>.</summary>
public enum Flaw
{
    None,

    /// <summary>Not a flaw: without compare-and-swap, a writer can only report that the set is torn.</summary>
    OverwritesAndReportsTorn,

    /// <summary>Not a flaw: one writer at a time, which the second one waits for.</summary>
    Locks,

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
