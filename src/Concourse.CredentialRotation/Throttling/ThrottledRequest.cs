namespace Concourse.CredentialRotation;

/// <summary>A request that AWS throttled.</summary>
/// <param name="Send">Sends it.</param>
/// <param name="Response">What AWS answered.</param>
internal sealed record ThrottledRequest(Func<CancellationToken, Task> Send, ThrottledException Response);
