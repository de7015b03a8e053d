using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs inside the SDK's retry handler, so that a throttled response reaches the caller at once. A retry there would add to the load, and the caller
/// would not learn that it should send less. The SDK still retries lost responses, server errors and timeouts.
/// </summary>
internal sealed class ThrottlingHandler : PipelineHandler
{
    private const string Attempts = "Concourse.CredentialRotation.Attempts";

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        // The SDK's own count does not include its retries after a stale pooled connection.
        var attributes = executionContext.RequestContext.ContextAttributes;
        var isFirstAttempt = attributes.TryAdd(Attempts, true);
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (ThrottledException.IsThrottling(exception))
        {
            throw new ThrottledException(exception, isFirstAttempt);
        }
    }
}
