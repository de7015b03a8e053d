using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>Makes the SDK's dependency injection create a <see cref="ParameterStoreClient"/>: the registered interface creates the client.</summary>
internal interface IParameterStoreClient : IAmazonSimpleSystemsManagement
{
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSimpleSystemsManagementConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        new ParameterStoreClient(awsCredentials, (AmazonSimpleSystemsManagementConfig)clientConfig);
}
