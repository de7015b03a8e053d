using Amazon.Runtime;
using Amazon.SecurityToken;

namespace Concourse.CredentialRotation;

/// <summary>Makes the SDK's dependency injection create a <see cref="StsClient"/>: the registered interface creates the client.</summary>
internal interface IStsClient : IAmazonSecurityTokenService
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSecurityTokenServiceConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new StsClient(awsCredentials, (AmazonSecurityTokenServiceConfig)clientConfig);
}
