namespace Concourse.CredentialRotation;

/// <summary>A request that AWS throttled.</summary>
/// <param name="Send">Sends the request.</param>
/// <param name="Response">The response.</param>
internal sealed record ThrottledRequest(Func<CancellationToken, Task> Send, ThrottledException Response);
