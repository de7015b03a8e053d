namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The result of one invocation of a function.</summary>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="IsError">Whether the function failed.</param>
/// <param name="Json">The response, or the error.</param>
public sealed record LambdaResult(string RequestId, bool IsError, string Json);
