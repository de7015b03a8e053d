namespace Concourse.CredentialRotation.Testing;

/// <summary>One write and how it ended.</summary>
/// <param name="Request">What was to be written.</param>
/// <param name="Result">The result; null when the write threw.</param>
/// <param name="Exception">What the write threw; otherwise null.</param>
internal sealed record WriteAttempt(SecretWriteRequest Request, SecretWriteResult? Result, Exception? Exception)
{
    /// <summary>The status; null when the write threw, which the engine reports as failed.</summary>
    public SecretWriteStatus? Status => Result?.Status;

    public bool HasFailed => Status is null or SecretWriteStatus.Failed or SecretWriteStatus.Unknown;

    public SessionCredentials Session => Request.Session;

    /// <summary>A phrase that can follow "the write".</summary>
    public string Describe() => Exception is not null
        ? $"threw {Redact($"{Exception.GetType().Name}: {Exception.Message.TrimEnd('.')}")}"
        : $"returned {Status}{(Result?.Error is { } error ? $" ('{Redact(error.Message)}')" : "")}";

    private string Redact(string text) => Session.Redact(text);
}
