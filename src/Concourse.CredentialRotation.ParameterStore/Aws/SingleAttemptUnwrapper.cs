using System.Runtime.ExceptionServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Runs outside the SDK's retry handler, and throws the exception that <see cref="SingleAttemptHandler"/> hid from it.</summary>
internal sealed class SingleAttemptUnwrapper : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        try
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }
        catch (SingleAttemptException exception)
        {
            ExceptionDispatchInfo.Throw(exception.Failure);
            throw;
        }
    }
}
