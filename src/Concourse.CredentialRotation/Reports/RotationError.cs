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

    /// <summary>Whether the error is a bare cancellation without a cause.</summary>
    internal bool IsCanceled { get; init; }

    /// <summary>The exception, when neither AWS nor the network explains it: its stack trace is worth a look.</summary>
    internal Exception? Unexpected { get; init; }

    /// <summary>The error without the session's secrets.</summary>
    internal RotationError Redact(SessionCredentials? session) => this with
    {
        Message = session?.Redact(Message) ?? Message,
        Unexpected = Unexpected is null ? null : new RedactedException(Unexpected, session),
    };
}
