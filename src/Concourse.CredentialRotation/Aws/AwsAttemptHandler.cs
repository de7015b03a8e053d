using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs inside the SDK's retry handler and keeps the exception of the last attempt. When time runs out before the next attempt ends, that exception
/// says why, and the cancellation does not.
/// </summary>
internal sealed class AwsAttemptHandler : PipelineHandler
{
    private const string Key = "Concourse.CredentialRotation.LastFailure";

    public static Exception? GetLastFailure(IRequestContext request) => request.ContextAttributes.TryGetValue(Key, out var failure) ? failure as Exception : null;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
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
