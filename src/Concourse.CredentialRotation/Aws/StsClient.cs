using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecurityToken;

namespace Concourse.CredentialRotation;

/// <summary>The SDK's client, except that it leaves throttled responses to the caller, and that its exceptions have their operation attached.</summary>
internal sealed class StsClient(AWSCredentials credentials, AmazonSecurityTokenServiceConfig config)
    : AmazonSecurityTokenServiceClient(credentials, config), IStsClient
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddRotationHandlers(AwsOperations.Describe, findMissing: _ => null);
    }
}
