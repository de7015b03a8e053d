// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager.Model;

internal sealed class Filter
{
    public FilterNameStringType? Key { get; set; }

    public List<string>? Values { get; set; }
}
