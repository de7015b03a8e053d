namespace Concourse.CredentialRotation.LocalAws;

/// <summary>What AWS answers when it refuses a call.</summary>
public sealed class AwsException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
