// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.SecretsManager;

internal sealed class FilterNameStringType(string value) : Amazon.Runtime.ConstantClass(value)
{
    public static readonly FilterNameStringType Name = new("name");
}
