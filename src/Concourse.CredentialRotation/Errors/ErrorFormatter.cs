using System.Net.Sockets;
using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Converts an exception into an error that says what failed, why, and what to do. It has no stack trace.</summary>
internal static class ErrorFormatter
{
    private const string NetworkRemedy =
        "Check the network path to it: the VPC's route, security groups and endpoints, the proxy (HTTPS_PROXY, NO_PROXY) and AWS_ENDPOINT_URL.";

    private const string OtherServerRemedy = "Something else may have answered, such as a proxy: check HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL.";

    /// <summary>Describes an exception. An AWS message in it may quote what was sent to AWS, so it must be redacted before it is shown.</summary>
    public static RotationError Format(Exception exception) => RotationError.FromException(exception);

    /// <inheritdoc cref="Format(Exception)"/>
    public static RotationError Format(Exception exception, AwsOperation? operation)
    {
        var cause = exception is OperationCanceledException && operation?.LastFailure is { } last ? last : exception;
        return cause switch
        {
            ThrottledException throttled => ErrorResponse(throttled.Response, operation),

            // Its message quotes the whole response, which for AssumeRole is the session itself.
            AmazonUnmarshallingException or AmazonServiceException { InnerException: AmazonUnmarshallingException } => UnparsableResponse(cause, operation),

            // An error that is not in AWS's format.
            AmazonServiceException { ErrorCode: null or "" } when operation is not null => UnparsableResponse(cause, operation),
            AmazonServiceException error => ErrorResponse(error, operation),
            IncompleteResponseException => new() { Message = cause.Message, Type = ErrorTypes.InvalidResponse },
            TimeoutException or OperationCanceledException { InnerException: TimeoutException } => Timeout(cause, operation),
            OperationCanceledException => new()
            {
                Message = operation is null ? "The operation was canceled." : $"The request was canceled before its response arrived: {operation}.",
                IsCanceled = true,
                Type = ErrorTypes.Canceled,
            },
            HttpRequestException or IOException or SocketException when operation is not null => new()
            {
                Message = $"The request failed: {operation} had no response{From(operation)}: {Sentence(cause.Message)} {NetworkRemedy}",
                Type = GetType(cause),
            },
            AmazonClientException { Message: var message } when FindMissingSetting(message) is { } missing => new() { Message = missing, Type = GetType(cause) },
            AmazonClientException => new()
            {
                Message = Sentence(operation is null ? $"{cause.GetType().Name}: {cause.Message}" : $"{cause.GetType().Name} at {operation}: {cause.Message}"),
                Type = GetType(cause),
            },
            _ when operation is { HasResponse: true } => UnparsableResponse(cause, operation),
            _ => new() { Message = Sentence($"{cause.GetType().Name}: {cause.Message}"), Type = GetType(cause), Unexpected = cause },
        };
    }

    /// <summary>What the SDK lacks before it can send a request; null if it is something else. Its own message lists what each provider of credentials tried.</summary>
    private static string? FindMissingSetting(string message) =>
        message.StartsWith("Failed to resolve AWS credentials", StringComparison.Ordinal)
            ? "No AWS credentials were found. Run with a role, set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or register AWSOptions with credentials."
        : message.StartsWith("No RegionEndpoint or ServiceURL configured", StringComparison.Ordinal)
            ? "No AWS Region is configured. Set AWS_REGION or the profile's region, or register AWSOptions with a Region."
        : null;

    private static RotationError ErrorResponse(AmazonServiceException error, AwsOperation? operation)
    {
        var (code, requestId) = (NullIfEmpty(error.ErrorCode), NullIfEmpty(error.RequestId));
        List<string> sentences =
        [
            Sentence($"{code ?? error.GetType().Name} (HTTP {(int)error.StatusCode}){(operation is null ? "" : $" from {operation}")}: {WithoutRequest(error.Message)}"),
            .. requestId is null ? Array.Empty<string>() : [$"AWS request ID: {requestId}."],
            .. Remedies.For(error, operation) is { } remedy ? [remedy] : Array.Empty<string>(),
        ];
        return new() { Message = string.Join(' ', sentences), Type = code ?? GetType(error), ErrorCode = code, AwsRequestId = requestId };
    }

    // To a wrong signature, some services respond with the request as they have understood it, and so with the caller's own session token.
    private static string WithoutRequest(string message) =>
        message.IndexOf("The Canonical String", StringComparison.Ordinal) is > 0 and var start ? message[..start].TrimEnd() : message;

    private static RotationError Timeout(Exception cause, AwsOperation? operation) => new()
    {
        Message = operation is null
            ? Sentence($"The request timed out: {cause.Message}")
            : $"The request timed out: {operation} had no response{From(operation)}. {NetworkRemedy}",
        Type = ErrorTypes.Timeout,
    };

    private static RotationError UnparsableResponse(Exception cause, AwsOperation? operation)
    {
        var status = (cause as AmazonServiceException)?.StatusCode;
        var source = operation is null ? "" : $": {operation}{(operation.Host is null ? "" : $", from {operation.Host}")}";
        return new()
        {
            Message = $"The AWS response could not be parsed{source}{(status is > 0 ? $" (HTTP {(int)status})" : "")}. {OtherServerRemedy}",
            Type = ErrorTypes.InvalidResponse,
        };
    }

    private static string From(AwsOperation operation) => operation.Host is null ? "" : $" from {operation.Host}";

    // OpenTelemetry asks for the full name of an exception.
    private static string GetType(Exception exception) => exception.GetType().FullName ?? ErrorTypes.Other;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
