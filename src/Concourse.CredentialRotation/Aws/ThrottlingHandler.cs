using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs inside the SDK's retry handler, so that a throttled response reaches the caller at once. A retry there would add to the load, and the caller
/// would not learn that it should send less. The SDK still retries lost responses, server errors and timeouts.
/// </summary>
internal sealed class ThrottlingHandler : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (ThrottledException.IsThrottling(exception))
        {
            throw new ThrottledException(exception, isFirstAttempt: AwsAttemptHandler.CountAttempts(executionContext.RequestContext) == 1);
        }
    }
}
