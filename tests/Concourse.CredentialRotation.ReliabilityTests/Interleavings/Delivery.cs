namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What a rotation was told.</summary>
/// <param name="Step">The call's name.</param>
/// <param name="Reply">What came of it.</param>
/// <param name="Fault">The fault that the rotation had met by then.</param>
internal sealed record Delivery(Step Step, Reply Reply, FaultState Fault);
