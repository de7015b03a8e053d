namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// A call as every schedule names it, whatever the order of the others: who makes it, what it does to which secret, for which other
/// secret (both followers may read the leader concurrently), and its number among its like.
/// </summary>
internal sealed record Step(string Rotation, string Operation, string Resource, string OnBehalfOf, int Occurrence) : IComparable<Step>
{
    private readonly string _text = $"{Rotation} {Operation} {Resource} {OnBehalfOf} {Occurrence:00}";

    public bool IsSts => Operation is "AssumeRole" or "GetCallerIdentity";

    public int CompareTo(Step? other) => string.CompareOrdinal(_text, other?._text);

    public override string ToString() => _text;
}
