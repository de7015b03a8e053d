using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What comes of a call.</summary>
/// <param name="Response">The response; null where it is lost.</param>
/// <param name="Content">All that the rotation takes from it, with names that are the same in every run.</param>
/// <param name="Current">The version that is current in the secret, where the response says so.</param>
internal sealed record Reply(AwsResponse? Response, string Content, string? Current = null);
