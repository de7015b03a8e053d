namespace Concourse.CredentialRotation;

/// <summary>Why something failed, for somebody who can fix the cause.</summary>
public sealed record RotationError
{
    /// <summary>What failed, why, and what to do about it where that is known.</summary>
    /// <value>
    /// One or more complete sentences. A writer may quote a message of its store here: the session's secrets are removed from it before it is logged
    /// or reported.
    /// </value>
    public required string Message { get; init; }

    /// <summary>The AWS error code, such as <c>AccessDenied</c>.</summary>
    /// <value><see langword="null"/> when AWS did not respond with an error.</value>
    public string? ErrorCode { get; init; }

    /// <summary>The AWS request ID, which AWS Support asks for.</summary>
    /// <value><see langword="null"/> when AWS did not respond with an error.</value>
    public string? AwsRequestId { get; init; }

    /// <summary>The kind of error in one word, for metrics and traces (<see href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/">error.type</see>).</summary>
    /// <value>The default is the AWS error code, or <c>_OTHER</c> without one.</value>
    internal string Type { get => field ?? ErrorCode ?? ErrorTypes.Other; init; }

    /// <summary>Whether the error is a bare cancellation without a cause.</summary>
    internal bool IsCanceled { get; init; }

    /// <summary>The exception, when neither AWS nor the network explains it: its stack trace is worth a look.</summary>
    internal Exception? Unexpected { get; init; }

    /// <summary>
    /// Describes an exception: what failed, why, and what to do about it where that is known. It understands the exceptions of the AWS SDK, timeouts,
    /// cancellations and network failures. Any other exception is also logged with its stack trace.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <param name="operation">The AWS operation that threw it; <see langword="null"/> if it was none, or is not known.</param>
    /// <returns>The error. Its message may quote what was sent to AWS: see <see cref="Message"/>.</returns>
    public static RotationError FromException(Exception exception, AwsOperation? operation = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        AwsOperation.TryFind(exception, out var request);
        return ErrorFormatter.Format(exception, operation?.WithRequest(request) ?? request);
    }

    /// <summary>The error without the session's secrets.</summary>
    internal RotationError Redact(SessionCredentials? session) => this with
    {
        Message = session?.Redact(Message) ?? Message,
        Unexpected = Unexpected is null ? null : new RedactedException(Unexpected, session),
    };
}
