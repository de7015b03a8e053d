namespace Concourse.CredentialRotation.Cli;

/// <summary>The staging labels of Secrets Manager.</summary>
internal static class SecretStages
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";
    public const string Pending = "AWSPENDING";
}
