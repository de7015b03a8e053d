using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Stands inside the SDK's retry handler, so that a throttled response reaches the caller at once. Retried there, it would multiply the load, and
/// the caller would not learn that it should do less. Lost responses, server errors and timeouts are retried by the SDK as ever.
/// </summary>
internal sealed class ThrottlingHandler : PipelineHandler
{
    private const string Attempts = "Concourse.CredentialRotation.Attempts";

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        // The SDK's own count leaves out what it retries because a pooled connection was stale.
        var attributes = executionContext.RequestContext.ContextAttributes;
        var isFirstAttempt = attributes.TryAdd(Attempts, true);
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (AmazonServiceException response) when (ThrottledException.IsThrottling(response))
        {
            throw new ThrottledException(response, isFirstAttempt);
        }
    }
}
