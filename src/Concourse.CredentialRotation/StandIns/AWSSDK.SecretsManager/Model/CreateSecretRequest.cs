// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class CreateSecretRequest : AmazonSecretsManagerRequest
{
    public string? Name { get; set; }

    public string? Description { get; set; }

    public string? KmsKeyId { get; set; }

    public string? ClientRequestToken { get; set; }

    public string? SecretString { get; set; }

    public List<Tag>? Tags { get; set; }
}
