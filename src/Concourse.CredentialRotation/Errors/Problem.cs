using System.Net.Sockets;
using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>What an exception means to somebody who can mend it: what failed, why, and what to do. Without a stack trace.</summary>
/// <param name="Message">One or more sentences. An AWS message in it may quote what AWS was sent: redact it before it is shown.</param>
internal sealed record Problem(string Message)
{
    private const string NetworkRemedy =
        "Check the network path to it: the VPC's route, security groups and endpoints, the proxy (HTTPS_PROXY, NO_PROXY) and AWS_ENDPOINT_URL.";

    private const string OtherServerRemedy = "Something else may have answered, such as a proxy: check HTTPS_PROXY, NO_PROXY and AWS_ENDPOINT_URL.";

    /// <summary>AWS's error code; null when AWS did not respond with an error.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>AWS's id of the request, which AWS Support asks for.</summary>
    public string? AwsRequestId { get; init; }

    /// <summary>Whether it only says that the rotation was stopped, and so not why.</summary>
    public bool IsCanceled { get; init; }

    /// <summary>The exception, when neither AWS nor the network accounts for it: its stack trace is worth a look.</summary>
    public Exception? Unexpected { get; init; }

    /// <summary>The message of an exception.</summary>
    public static string Describe(Exception exception) => Of(exception).Message;

    public static Problem Of(Exception exception)
    {
        AwsOperation.TryFind(exception, out var operation);
        var cause = exception is OperationCanceledException && operation?.LastFailure is { } last ? last : exception;
        return cause switch
        {
            ThrottledException throttled => OfError(throttled.Response, operation),

            // Its message quotes the whole response, which for AssumeRole is the session itself.
            AmazonUnmarshallingException or AmazonServiceException { InnerException: AmazonUnmarshallingException } => Unreadable(cause, operation),

            // An error that is not in AWS's format.
            AmazonServiceException { ErrorCode: null or "" } when operation is not null => Unreadable(cause, operation),
            AmazonServiceException error => OfError(error, operation),
            IncompleteResponseException => new(cause.Message),
            TimeoutException or OperationCanceledException { InnerException: TimeoutException } => NoResponse(cause, operation),
            OperationCanceledException => new(operation is null ? "The operation was canceled." : $"The request was canceled before its response: {operation}.") { IsCanceled = true },
            HttpRequestException or IOException or SocketException when operation is not null =>
                new($"The request failed: {operation} had no response from {operation.Host}: {Sentence(cause.Message)} {NetworkRemedy}"),
            AmazonClientException => new(Sentence(operation is null ? $"{cause.GetType().Name}: {cause.Message}" : $"{cause.GetType().Name} at {operation}: {cause.Message}")),
            _ when operation is { HasResponse: true } => Unreadable(cause, operation),
            _ => new(Sentence($"{cause.GetType().Name}: {cause.Message}")) { Unexpected = cause },
        };
    }

    /// <summary>The problem as it may be shown.</summary>
    public Problem Redact(SessionCredentials? session) => this with
    {
        Message = session?.Redact(Message) ?? Message,
        Unexpected = Unexpected is null ? null : new RedactedException(Unexpected, session),
    };

    private static Problem OfError(AmazonServiceException error, AwsOperation? operation)
    {
        var (code, requestId) = (NullIfEmpty(error.ErrorCode), NullIfEmpty(error.RequestId));
        List<string> sentences =
        [
            Sentence($"{code ?? error.GetType().Name} (HTTP {(int)error.StatusCode}){(operation is null ? "" : $" from {operation}")}: {error.Message}"),
            .. requestId is null ? Array.Empty<string>() : [$"AWS request ID: {requestId}."],
            .. Remedies.For(error, operation) is { } remedy ? [remedy] : Array.Empty<string>(),
        ];
        return new(string.Join(' ', sentences)) { ErrorCode = code, AwsRequestId = requestId };
    }

    private static Problem NoResponse(Exception cause, AwsOperation? operation) => new(operation is null
        ? Sentence($"The request timed out: {cause.Message}")
        : $"The request timed out: {operation} had no response from {operation.Host}. {NetworkRemedy}");

    private static Problem Unreadable(Exception cause, AwsOperation? operation)
    {
        var status = (cause as AmazonServiceException)?.StatusCode;
        var from = operation is null ? "" : $": {operation}, from {operation.Host}";
        return new($"The AWS response could not be parsed{from}{(status is > 0 ? $" (HTTP {(int)status})" : "")}. {OtherServerRemedy}");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
