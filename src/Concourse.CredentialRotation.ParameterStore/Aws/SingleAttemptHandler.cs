using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// Runs inside the SDK's retry handler, so that it never sends a write twice. Each PutParameter creates a version, so a repeated one whose first response was
/// lost would look like the write of another process. The writer reads the parameter instead.
/// </summary>
internal sealed class SingleAttemptHandler : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ThrottledException && executionContext.RequestContext.OriginalRequest is PutParameterRequest)
        {
            throw new SingleAttemptException(exception);
        }
    }
}
