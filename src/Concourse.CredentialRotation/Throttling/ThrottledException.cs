using System.Net;
using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>
/// AWS throttled a request: it was not carried out. It has no inner exception and is none of the SDK's types, so that no retry mode of the
/// SDK takes it for something to retry.
/// </summary>
internal sealed class ThrottledException(AmazonServiceException response, bool isFirstAttempt) : Exception(response.Message)
{
    /// <summary>What AWS answered.</summary>
    public AmazonServiceException Response { get; } = response;

    /// <summary>
    /// Whether this was the call's first attempt. A later one follows an attempt whose response was lost, and that one may have been carried out.
    /// </summary>
    public bool IsFirstAttempt { get; } = isFirstAttempt;

    // LimitExceededException, which the SDK takes for throttling and retries, means in Secrets Manager that a secret's versions or the account's secrets
    // are used up: waiting does not help.
    public static bool IsThrottling(AmazonServiceException response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests
        || response.ErrorCode is "Throttling" or "ThrottlingException" or "ThrottledException" or "RequestThrottled" or "RequestThrottledException"
            or "RequestLimitExceeded" or "TooManyRequestsException" or "SlowDown";
}
