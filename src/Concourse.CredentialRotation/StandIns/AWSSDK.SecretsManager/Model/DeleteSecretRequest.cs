// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class DeleteSecretRequest : AmazonSecretsManagerRequest
{
    public long? RecoveryWindowInDays { get; set; }

    public string? SecretId { get; set; }
}
