namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The error that AWS responds with when it refuses a call.</summary>
public sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
