using Amazon.Runtime;
using Amazon.SecretsManager;

namespace Concourse.CredentialRotation;

/// <summary>Makes the SDK's dependency injection create a <see cref="SecretsManagerClient"/>: the registered interface creates the client.</summary>
internal interface ISecretsManagerClient : IAmazonSecretsManager
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSecretsManagerConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new SecretsManagerClient(awsCredentials, (AmazonSecretsManagerConfig)clientConfig);
}
