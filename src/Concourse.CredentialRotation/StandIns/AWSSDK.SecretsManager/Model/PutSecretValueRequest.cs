// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class PutSecretValueRequest : AmazonSecretsManagerRequest
{
    public string? SecretId { get; set; }

    public string? ClientRequestToken { get; set; }

    public string? SecretString { get; set; }

    public List<string>? VersionStages { get; set; }
}
