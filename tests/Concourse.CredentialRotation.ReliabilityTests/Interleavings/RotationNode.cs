using System.Text;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>A point that a rotation has reached, and the points that further responses lead to.</summary>
/// <param name="state">What it knows, or how it ended.</param>
/// <param name="pending">The calls that wait.</param>
/// <param name="outcome">How it ended; null while it has not.</param>
/// <param name="way">The responses that brought it here.</param>
internal sealed class RotationNode(string state, IReadOnlyList<PendingCall> pending, AccountOutcome? outcome, IReadOnlyList<Delivery> way)
{
    public string State => state;

    public IReadOnlyList<PendingCall> Pending => pending;

    public AccountOutcome? Outcome => outcome;

    public IReadOnlyList<Delivery> Way => way;

    public Dictionary<(Step Step, string Content, string Fault), RotationNode> Next { get; } = [];

    /// <summary>The requests that wait, word for word.</summary>
    public string Requests => string.Join('\n', Pending.Select(call => $"{call.Step}: {Encoding.UTF8.GetString(call.Request.Body)}").Order(StringComparer.Ordinal));
}
