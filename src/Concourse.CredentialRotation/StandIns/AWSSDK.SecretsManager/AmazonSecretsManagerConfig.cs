// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager.Internal;
using Amazon.SecurityToken;
using Amazon.Util.Internal;

namespace Amazon.SecretsManager;

internal sealed class AmazonSecretsManagerConfig : ClientConfig
{
    private static readonly string UserAgentString = InternalSDKUtils.BuildUserAgentString("SecretsManager", "4.0.0");

    // The SDK's defaults modes (AWS_DEFAULTS_MODE) are the same for every service.
    public AmazonSecretsManagerConfig()
        : base(new DefaultConfigurationProvider(AmazonSecurityTokenServiceDefaultConfiguration.GetAllConfigurations()))
    {
        ServiceId = "Secrets Manager";
        AuthenticationServiceName = "secretsmanager";
        EndpointProvider = new SecretsManagerEndpointProvider();
    }

    public override string ServiceVersion => "2017-10-17";

    public override string UserAgent => UserAgentString;

    public override string RegionEndpointServiceName => "secretsmanager";

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        EndpointProvider.ResolveEndpoint(SecretsManagerEndpointProvider.Parameters(this, parameters.AlternateEndpoint));
}
