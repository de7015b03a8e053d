namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// A call as every schedule names it, whatever the order of the others: who makes it, what it does to which secret, for which secret's
/// sake (both followers may look at the leader at once), and the how-manieth of its like it is.
/// </summary>
internal sealed record Step(string Rotation, string Operation, string Resource, string Sake, int Occurrence) : IComparable<Step>
{
    private readonly string _text = $"{Rotation} {Operation} {Resource} {Sake} {Occurrence:00}";

    public int CompareTo(Step? other) => string.CompareOrdinal(_text, other?._text);

    public override string ToString() => _text;

    /// <summary>
    /// Whether the order of two calls cannot matter: they concern different secrets, or both only read, or one puts a value that nobody
    /// reads.
    /// </summary>
    public bool IsIndependentOf(Step other) =>
        Resource != other.Resource || Operation is "AssumeRole" or "GetCallerIdentity" || other.Operation is "AssumeRole" or "GetCallerIdentity"
        || (IsQuiet && other.IsQuiet) || IsPutBeside(other) || other.IsPutBeside(this);

    // A put only adds a version of its own rotation and moves AWSPENDING, which the protocol never reads. And where one rotation puts, the
    // secret exists, so that the other's creation is refused before it as after it.
    private bool IsPutBeside(Step other) => Operation is "PutSecretValue" && Rotation != other.Rotation;

    private bool IsQuiet => Operation is "DescribeSecret";
}
