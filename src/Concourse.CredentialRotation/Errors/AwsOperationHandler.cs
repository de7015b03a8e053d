using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>
/// Stands outside the SDK's retry handler: it tells each exception which operation it comes from, and refuses a response without what AWS
/// documents for it. The responses of STS are checked where they are used.
/// </summary>
internal sealed class AwsOperationHandler : PipelineHandler
{
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var request = executionContext.RequestContext;
        try
        {
            var response = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            return Missing(response) is { } missing ? throw new IncompleteResponseException(AwsOperation.Of(request.OriginalRequest), missing) : response;
        }
        catch (Exception failure)
        {
            var operation = AwsOperation.Of(request.OriginalRequest) with
            {
                Host = request.Request?.Endpoint?.Authority,
                HasResponse = executionContext.ResponseContext.HttpResponse?.IsSuccessStatusCode is true,
                LastFailure = AwsAttemptHandler.LastFailure(request),
            };
            operation.AttachTo(failure);
            throw;
        }
    }

    private static string? Missing(AmazonWebServiceResponse response) => response switch
    {
        DescribeSecretResponse { ARN: null or "" } or CreateSecretResponse { ARN: null or "" } or PutSecretValueResponse { ARN: null or "" }
            or UpdateSecretVersionStageResponse { ARN: null or "" } or RestoreSecretResponse { ARN: null or "" } => "ARN",
        DescribeSecretResponse { VersionIdsToStages: { } versions } when versions.ContainsValue(null!) => "staging labels for one of its versions",
        _ => null,
    };
}
