// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class ListSecretsResponse : Amazon.Runtime.AmazonWebServiceResponse
{
    public string? NextToken { get; set; }

    public List<SecretListEntry>? SecretList { get; set; }
}
