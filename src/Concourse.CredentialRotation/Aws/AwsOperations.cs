using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using Amazon.SecurityToken.Model;

namespace Concourse.CredentialRotation;

/// <summary>The operations that the library calls.</summary>
internal static class AwsOperations
{
    public static AwsOperation Describe(AmazonWebServiceRequest request) => request switch
    {
        AssumeRoleRequest assume => new("sts:AssumeRole", assume.RoleArn)
        {
            Permissions =
            [
                "sts:AssumeRole",
                .. assume.Tags is { Count: > 0 } ? ["sts:TagSession"] : Array.Empty<string>(),
                .. assume.SourceIdentity is not null ? ["sts:SetSourceIdentity"] : Array.Empty<string>(),
            ],
            ExternalId = assume.ExternalId,
        },
        GetCallerIdentityRequest => new("sts:GetCallerIdentity"),
        DescribeSecretRequest describe => new("secretsmanager:DescribeSecret", describe.SecretId),
        GetSecretValueRequest get => new("secretsmanager:GetSecretValue", get.SecretId),
        ListSecretsRequest => new("secretsmanager:ListSecrets"),
        DeleteSecretRequest delete => new("secretsmanager:DeleteSecret", delete.SecretId),
        RestoreSecretRequest restore => new("secretsmanager:RestoreSecret", restore.SecretId),
        CreateSecretRequest create => new("secretsmanager:CreateSecret", create.Name)
        {
            Permissions = create.Tags is { Count: > 0 } ? ["secretsmanager:CreateSecret", "secretsmanager:TagResource"] : ["secretsmanager:CreateSecret"],
            KmsKeyId = create.KmsKeyId,
        },
        PutSecretValueRequest put => new("secretsmanager:PutSecretValue", put.SecretId),
        UpdateSecretVersionStageRequest update => new("secretsmanager:UpdateSecretVersionStage", update.SecretId),
        _ => new(request.GetType().Name),
    };
}
