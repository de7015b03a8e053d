using Amazon;
using Amazon.Runtime;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation.Tests.OfficialPackages;

/// <summary>The stand-in resolves endpoints as the official client does.</summary>
public sealed class EndpointTests
{
    [TestCase("eu-west-1", false, false, "https://secretsmanager.eu-west-1.amazonaws.com/")]
    [TestCase("us-east-1", true, false, "https://secretsmanager-fips.us-east-1.amazonaws.com/")]
    [TestCase("us-east-1", false, true, "https://secretsmanager.us-east-1.amazonaws.com/")]
    [TestCase("us-east-1", true, true, "https://secretsmanager-fips.us-east-1.amazonaws.com/")]
    [TestCase("cn-north-1", false, false, "https://secretsmanager.cn-north-1.amazonaws.com.cn/")]
    [TestCase("cn-north-1", false, true, "https://secretsmanager.cn-north-1.amazonaws.com.cn/")]
    [TestCase("cn-north-1", true, true, "https://secretsmanager-fips.cn-north-1.api.amazonwebservices.com.cn/")]
    [TestCase("us-gov-west-1", true, false, "https://secretsmanager-fips.us-gov-west-1.amazonaws.com/")]
    [TestCase("us-gov-west-1", false, true, "https://secretsmanager.us-gov-west-1.amazonaws.com/")]
    [TestCase("us-gov-west-1", true, true, "https://secretsmanager-fips.us-gov-west-1.amazonaws.com/")]
    [TestCase("eusc-de-east-1", false, true, "https://secretsmanager.eusc-de-east-1.api.amazonwebservices.eu/")]
    [TestCase("us-iso-east-1", false, false, "https://secretsmanager.us-iso-east-1.c2s.ic.gov/")]
    [TestCase("us-iso-east-1", false, true, "https://secretsmanager.us-iso-east-1.api.aws.ic.gov/")]
    public void Resolve_RegionOfAnyPartition_IsTheServicesHost(string region, bool fips, bool dualStack, string expected)
    {
        var config = new AmazonSecretsManagerConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region), UseFIPSEndpoint = fips, UseDualstackEndpoint = dualStack };

        Assert.That(new Uri(Resolve(config)).ToString(), Is.EqualTo(expected));
    }

    [Test]
    public void Resolve_FipsAndACustomEndpoint_IsRefused()
    {
        var config = new AmazonSecretsManagerConfig { ServiceURL = "http://127.0.0.1:1", UseFIPSEndpoint = true };

        Assert.That(() => Resolve(config), Throws.TypeOf<AmazonClientException>());
    }

    private static string Resolve(AmazonSecretsManagerConfig config) =>
        config.DetermineServiceOperationEndpoint(new(new DescribeSecretRequest { SecretId = "secret" })).URL;
}
