namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What a function answered to one invocation.</summary>
/// <param name="RequestId">The invocation's id.</param>
/// <param name="IsError">Whether the function failed.</param>
/// <param name="Json">The response, or the error.</param>
public sealed record LambdaResult(string RequestId, bool IsError, string Json);
