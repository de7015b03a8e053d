using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What comes of a call.</summary>
/// <param name="Response">The response; null where it is lost.</param>
/// <param name="Content">What decides the next calls of the rotation: the status, the error, and of a description the current version and whether the secret is deleted.</param>
/// <param name="Current">The version that is current in the secret, where the response says so.</param>
/// <param name="Fault">The fault that the call met; null for none.</param>
internal sealed record Reply(AwsResponse? Response, string Content, string? Current = null, FaultKind? Fault = null);
