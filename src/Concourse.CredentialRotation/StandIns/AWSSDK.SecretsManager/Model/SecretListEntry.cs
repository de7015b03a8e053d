// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class SecretListEntry
{
    public string? Description { get; set; }

    public DateTime? LastAccessedDate { get; set; }

    public string? Name { get; set; }

    public Dictionary<string, List<string>>? SecretVersionsToStages { get; set; }
}
