using System.Net;
using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>
/// AWS throttled a request, so it was not carried out. The exception is not one of the SDK's types and has no inner exception, so that no retry mode of
/// the SDK retries it.
/// </summary>
internal sealed class ThrottledException(AmazonServiceException response, bool isFirstAttempt) : Exception(response.Message)
{
    /// <summary>The response.</summary>
    public AmazonServiceException Response { get; } = response;

    /// <summary>
    /// Whether this was the first attempt of the call. A later attempt follows one whose response was lost, and which may have been carried out.
    /// </summary>
    public bool IsFirstAttempt { get; } = isFirstAttempt;

    // The SDK retries LimitExceededException as throttling. In Secrets Manager it means that a secret has too many versions, or the account too many
    // secrets, so waiting does not help.
    public static bool IsThrottling(AmazonServiceException response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests
        || response.ErrorCode is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "RequestLimitExceeded" or "TooManyRequestsException" or "SlowDown";
}
