using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs inside the SDK's retry handler and keeps the exception of the last attempt. When time runs out before the next attempt ends, that exception
/// says why, and the cancellation does not. It also counts the attempts: one before the last may have been carried out.
/// </summary>
internal sealed class AwsAttemptHandler : PipelineHandler
{
    private const string Key = "Concourse.CredentialRotation.LastFailure";
    private const string Attempts = "Concourse.CredentialRotation.AttemptCount";

    public static Exception? GetLastFailure(IRequestContext request) => request.ContextAttributes.TryGetValue(Key, out var failure) ? failure as Exception : null;

    /// <summary>The attempts so far. The SDK's own count does not include its retries after a stale pooled connection.</summary>
    public static int CountAttempts(IRequestContext request) => request.ContextAttributes.TryGetValue(Attempts, out var count) && count is int attempts ? attempts : 0;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        executionContext.RequestContext.ContextAttributes[Attempts] = CountAttempts(executionContext.RequestContext) + 1;
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception exception) when (!executionContext.RequestContext.CancellationToken.IsCancellationRequested)
        {
            executionContext.RequestContext.ContextAttributes[Key] = exception;
            throw;
        }
    }
}
