// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class Tag
{
    public string? Key { get; set; }

    public string? Value { get; set; }
}
