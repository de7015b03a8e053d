namespace Concourse.CredentialRotation;

/// <summary>An exception as it may be logged: with its type and its stack trace, without the session's secrets.</summary>
internal sealed class RedactedException(Exception exception, SessionCredentials? session) : Exception(Redact(exception.Message, session))
{
    private readonly string _text = Redact(exception.ToString(), session);

    /// <inheritdoc/>
    public override string? StackTrace => exception.StackTrace;

    /// <summary>The original's text: type, message, inner exceptions and stack trace.</summary>
    public override string ToString() => _text;

    private static string Redact(string text, SessionCredentials? session) => session?.Redact(text) ?? text;
}
