using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>A call that waits for its turn.</summary>
internal sealed record PendingCall(Step Step, AwsRequest Request, TaskCompletionSource<HttpResponseMessage> Answer);
