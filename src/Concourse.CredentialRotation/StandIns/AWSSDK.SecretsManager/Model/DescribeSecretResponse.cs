// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class DescribeSecretResponse : Amazon.Runtime.AmazonWebServiceResponse
{
    public string? ARN { get; set; }

    public string? Name { get; set; }

    public string? KmsKeyId { get; set; }

    public DateTime? DeletedDate { get; set; }

    public Dictionary<string, List<string>>? VersionIdsToStages { get; set; }

    public List<Tag>? Tags { get; set; }
}
