namespace Concourse.CredentialRotation;

/// <summary>An exception that can be logged: it has the type and the stack trace of the original, and not the session's secrets.</summary>
internal sealed class RedactedException(Exception exception, SessionCredentials? session) : Exception(Redact(exception.Message, session))
{
    private readonly string _text = Redact(exception.ToString(), session);

    /// <inheritdoc/>
    public override string? StackTrace => exception.StackTrace;

    /// <summary>The original with its type, message, inner exceptions and stack trace.</summary>
    public override string ToString() => _text;

    private static string Redact(string text, SessionCredentials? session) => session?.Redact(text) ?? text;
}
