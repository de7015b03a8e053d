// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class GetSecretValueRequest : AmazonSecretsManagerRequest
{
    public string? SecretId { get; set; }

    public string? VersionStage { get; set; }
}
