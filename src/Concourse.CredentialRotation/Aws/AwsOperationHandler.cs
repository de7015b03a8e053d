using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>
/// Runs outside the SDK's retry handler. It attaches the operation to each exception, and rejects a response that lacks what AWS documents for it.
/// The responses of STS are checked where they are used.
/// </summary>
internal sealed class AwsOperationHandler : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        try
        {
            var response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            return FindMissing(response) is { } missing ? throw new IncompleteResponseException(AwsOperation.Describe(request.OriginalRequest), missing) : response;
        }
        catch (Exception exception)
        {
            var operation = AwsOperation.Describe(request.OriginalRequest) with
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

    private static string? FindMissing(AmazonWebServiceResponse response) => response switch
    {
        DescribeSecretResponse { ARN: null or "" } or CreateSecretResponse { ARN: null or "" } or PutSecretValueResponse { ARN: null or "" }
            or UpdateSecretVersionStageResponse { ARN: null or "" } or RestoreSecretResponse { ARN: null or "" } => "ARN",
        DescribeSecretResponse { VersionIdsToStages: { } versions } when versions.ContainsValue(null!) => "staging labels for one of its versions",
        _ => null,
    };
}
