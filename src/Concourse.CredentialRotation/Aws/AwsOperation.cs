using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.SecretsManager.Model;
using Amazon.SecurityToken.Model;

namespace Concourse.CredentialRotation;

/// <summary>An AWS operation and its resource, as far as an error message needs them. Nothing of it is secret.</summary>
/// <param name="Name">The service and the operation, such as <c>sts:AssumeRole</c>.</param>
/// <param name="Resource">The role's ARN or the secret's name; null when the operation has none.</param>
internal sealed record AwsOperation(string Name, string? Resource = null)
{
    private const string Key = "Concourse.CredentialRotation.AwsOperation";

    /// <summary>The IAM actions that this request needs, the operation's own first.</summary>
    public IReadOnlyList<string> Permissions { get; init; } = [Name];

    /// <summary>The external ID in the request.</summary>
    public string? ExternalId { get; init; }

    /// <summary>The KMS key in the request, or that of the secret.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>The host of the request, with its port unless it is the scheme's default; null when it was not known yet.</summary>
    public string? Host { get; init; }

    /// <summary>Whether a successful response had arrived, so that parsing it is what failed.</summary>
    public bool HasResponse { get; init; }

    /// <summary>Whether there was more than one attempt, so that an earlier one may have been carried out.</summary>
    public bool WasRetried { get; init; }

    /// <summary>The exception of the last attempt that was not merely canceled; null when there was none.</summary>
    public Exception? LastFailure { get; init; }

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

    /// <summary>Finds the operation that an exception comes from.</summary>
    public static bool TryFind(Exception exception, [NotNullWhen(true)] out AwsOperation? operation)
    {
        operation = exception.Data[Key] as AwsOperation;
        return operation is not null;
    }

    /// <summary>Adds the secret's KMS key to the operation that is attached to an exception.</summary>
    public static void AddKey(Exception exception, string? kmsKeyId)
    {
        if (TryFind(exception, out var operation))
        {
            exception.Data[Key] = operation with { KmsKeyId = kmsKeyId };
        }
    }

    /// <summary>Attaches the operation to an exception, unless it has one already.</summary>
    public void AttachTo(Exception exception) => exception.Data[Key] ??= this;

    public override string ToString() => Resource is null ? Name : $"{Name} on {Resource}";
}
