namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What may happen next: a call gets its response, or meets a fault.</summary>
internal sealed record Move(Step Step, FaultKind? Fault = null)
{
    public override string ToString() => Fault is null ? $"{Step}" : $"{Step}: {Fault}";
}
