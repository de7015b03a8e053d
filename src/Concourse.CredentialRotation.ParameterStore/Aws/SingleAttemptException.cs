namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// Carries the exception of a request through the SDK's retry handler. It is not one of the SDK's types and has no inner exception, so that no retry mode
/// retries it.
/// </summary>
internal sealed class SingleAttemptException(Exception failure) : Exception(failure.Message)
{
    /// <summary>The exception of the request.</summary>
    public Exception Failure { get; } = failure;
}
