using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs outside the SDK's retry handler. It attaches the operation to each exception, and rejects a response that lacks what AWS documents for it.
/// The responses of STS are checked where they are used.
/// </summary>
/// <param name="describe">Describes the operation of a request.</param>
/// <param name="findMissing">Names what a response lacks; null for a complete one.</param>
internal sealed class AwsOperationHandler(Func<AmazonWebServiceRequest, AwsOperation> describe, Func<AmazonWebServiceResponse, string?> findMissing)
    : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        try
        {
            var response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            return findMissing(response) is { } missing ? throw new IncompleteResponseException(describe(request.OriginalRequest), missing) : response;
        }
        catch (Exception exception)
        {
            var operation = describe(request.OriginalRequest) with
            {
                Host = request.Request?.Endpoint?.Authority,
                HasResponse = executionContext.ResponseContext.HttpResponse?.IsSuccessStatusCode is true,
                LastFailure = AwsAttemptHandler.GetLastFailure(request),
                WasRetried = AwsAttemptHandler.CountAttempts(request) > 1,
            };
            operation.AttachTo(exception);
            throw;
        }
    }
}
