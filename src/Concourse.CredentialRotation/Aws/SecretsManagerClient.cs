using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;

namespace Concourse.CredentialRotation;

/// <summary>The SDK's client, except that it leaves throttled responses to the caller, and that its exceptions have their operation attached.</summary>
internal sealed class SecretsManagerClient(AWSCredentials credentials, AmazonSecretsManagerConfig config)
    : AmazonSecretsManagerClient(credentials, config), ISecretsManagerClient
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddRotationHandlers(AwsOperations.Describe, FindMissing);
    }

    private static string? FindMissing(AmazonWebServiceResponse response) => response switch
    {
        DescribeSecretResponse { ARN: null or "" } or CreateSecretResponse { ARN: null or "" } or PutSecretValueResponse { ARN: null or "" }
            or UpdateSecretVersionStageResponse { ARN: null or "" } or RestoreSecretResponse { ARN: null or "" }
            or GetSecretValueResponse { ARN: null or "" } or DeleteSecretResponse { ARN: null or "" } => "ARN",
        DescribeSecretResponse { VersionIdsToStages: { } versions } when versions.ContainsValue(null!) => "staging labels for one of its versions",
        _ => null,
    };
}
