using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// The SDK's client, except that it leaves throttled responses to the caller, sends each write once, and attaches the operation to its exceptions.
/// </summary>
internal sealed class ParameterStoreClient(AWSCredentials credentials, AmazonSimpleSystemsManagementConfig config)
    : AmazonSimpleSystemsManagementClient(credentials, config), IParameterStoreClient
{
    private const string ServiceName = "Parameter Store";

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddRotationHandlers(Describe, FindMissing);
        pipeline.AddHandlerAfter<RetryHandler>(new SingleAttemptHandler());
        pipeline.AddHandlerBefore<RetryHandler>(new SingleAttemptUnwrapper());
    }

    private static AwsOperation Describe(AmazonWebServiceRequest request) => request switch
    {
        PutParameterRequest put => new("ssm:PutParameter", put.Name)
        {
            ServiceName = ServiceName,
            Permissions = put.Tags is { Count: > 0 } ? ["ssm:PutParameter", "ssm:AddTagsToResource"] : ["ssm:PutParameter"],
            KmsKeyId = put.KeyId,
            KmsPermissions = put.Tier == ParameterTier.Standard ? ["kms:Encrypt"] : ["kms:Encrypt", "kms:GenerateDataKey"],
        },
        GetParametersRequest get => new("ssm:GetParameters", string.Join(", ", get.Names)) { ServiceName = ServiceName, KmsPermissions = ["kms:Decrypt"] },
        DescribeParametersRequest => new("ssm:DescribeParameters") { ServiceName = ServiceName },

        // Those of the command-line tool.
        GetParameterRequest get => new("ssm:GetParameter", get.Name) { ServiceName = ServiceName, KmsPermissions = ["kms:Decrypt"] },
        GetParameterHistoryRequest get => new("ssm:GetParameterHistory", get.Name) { ServiceName = ServiceName, KmsPermissions = ["kms:Decrypt"] },
        DeleteParameterRequest delete => new("ssm:DeleteParameter", delete.Name) { ServiceName = ServiceName },
        _ => new(request.GetType().Name) { ServiceName = ServiceName },
    };

    private static string? FindMissing(AmazonWebServiceResponse response) => response switch
    {
        PutParameterResponse { Version: null or 0 } => "version",
        DescribeParametersResponse { Parameters: null } or GetParametersResponse { Parameters: null } => "parameters",
        DescribeParametersResponse { Parameters: { } parameters } when parameters.Exists(parameter => string.IsNullOrEmpty(parameter.Name) || parameter.Version is null or 0) =>
            "name or version for one of its parameters",
        GetParametersResponse { Parameters: { } parameters } when parameters.Exists(parameter => string.IsNullOrEmpty(parameter.Name) || parameter.Version is null or 0 || parameter.Value is null) =>
            "name, version or value for one of its parameters",
        GetParameterResponse { Parameter: null or { Version: null or 0 } or { Value: null } } => "parameter, or its version or value",
        GetParameterHistoryResponse { Parameters: null } => "parameters",
        GetParameterHistoryResponse { Parameters: { } versions } when versions.Exists(version => version.Version is null or 0 || version.LastModifiedDate is null || version.Value is null) =>
            "version, date or value for one of its versions",
        _ => null,
    };
}
