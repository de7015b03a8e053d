using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>A call that waits for its turn.</summary>
/// <param name="Step">Its name.</param>
/// <param name="VersionId">The version that it brings; null for none.</param>
/// <param name="MakesCurrent">Whether it makes a version of the rotation current.</param>
/// <param name="Request">The request.</param>
/// <param name="Response">Where its response goes.</param>
internal sealed record PendingCall(Step Step, string? VersionId, bool MakesCurrent, AwsRequest Request, TaskCompletionSource<HttpResponseMessage> Response);
