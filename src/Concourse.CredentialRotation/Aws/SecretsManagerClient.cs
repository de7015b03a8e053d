using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager;

namespace Concourse.CredentialRotation;

/// <summary>The SDK's client, except that it leaves throttled responses to the caller, and that its exceptions have their operation attached.</summary>
internal sealed class SecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig config)
    : AmazonSecretsManagerClient(credentials, config), ISecretsManagerClient
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddRotationHandlers();
    }
}
