namespace Concourse.CredentialRotation.Testing;

/// <summary>The rules that <see cref="SecretWriterCheck"/> checks a writer against. The contract is that of <see cref="ISecretWriter"/>.</summary>
public enum SecretWriterRule
{
    /// <summary><see cref="ISecretWriter.CommitReserve"/> is positive.</summary>
    CommitReserve,

    /// <summary>A name that <see cref="ISecretWriter.ValidateName"/> accepts can be written, and is a secret of its own. It may be stricter than the store.</summary>
    NameValidation,

    /// <summary><see cref="ISecretWriter.InspectAsync"/> changes nothing, and reports missing, complete and torn sets as what they are.</summary>
    Inspection,

    /// <summary>
    /// <see cref="SecretSetState.WrittenAt"/> is the time of the rotation, and <see langword="null"/> for secrets that something else wrote. It decides whether
    /// a set is skipped.
    /// </summary>
    WrittenAt,

    /// <summary>A write without any fault writes every secret of the set.</summary>
    Writing,

    /// <summary>After a fault at any write request, readers get all of one session, unless the writer reports that the set is torn.</summary>
    AllOrNothing,

    /// <summary>The result of a write agrees with what readers get.</summary>
    Result,

    /// <summary>The next write makes a set complete again.</summary>
    Repair,

    /// <summary>Two writers at the same time end with a complete set of one of them, or with a set that is reported as torn.</summary>
    ConcurrentWrites,

    /// <summary>A canceled write leaves all or nothing, and nothing if it was canceled before it began.</summary>
    Cancellation,

    /// <summary>No secret access key and no session token is in a state, a result or an exception.</summary>
    Confidentiality,
}
