namespace Concourse.CredentialRotation;

/// <summary>The kinds of error that neither AWS nor an exception has a name for.</summary>
internal static class ErrorTypes
{
    public const string Canceled = "canceled";
    public const string DeadlineExceeded = "deadline_exceeded";
    public const string Timeout = "timeout";
    public const string InvalidResponse = "invalid_response";
    public const string WrongRole = "wrong_role";
    public const string RotationInProgress = "rotation_in_progress";
    public const string Overwritten = "overwritten";
    public const string Other = "_OTHER";
}
