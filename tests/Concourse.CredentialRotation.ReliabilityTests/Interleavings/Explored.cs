namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What an exploration saw.</summary>
/// <param name="Explorer">The explorer.</param>
/// <param name="Violation">The invariant that was violated, and how; null when none was.</param>
internal sealed record Explored(Explorer Explorer, string? Violation);
