using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Stands inside the SDK's retry handler and keeps what the last attempt failed with: when the time is up before the next one ends, that
/// tells why, and the cancellation does not.
/// </summary>
internal sealed class AwsAttemptHandler : PipelineHandler
{
    private const string Key = "Concourse.CredentialRotation.LastFailure";

    public static Exception? LastFailure(IRequestContext request) => request.ContextAttributes.TryGetValue(Key, out var failure) ? failure as Exception : null;

    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception failure) when (!executionContext.RequestContext.CancellationToken.IsCancellationRequested)
        {
            executionContext.RequestContext.ContextAttributes[Key] = failure;
            throw;
        }
    }
}
