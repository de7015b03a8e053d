using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>
/// An AWS operation and its resource, for the message about its failure (<see cref="RotationError.FromException"/>). Nothing of it may be secret.
/// </summary>
public sealed record AwsOperation
{
    internal const string SecretsManager = "Secrets Manager";

    private const string Key = "Concourse.CredentialRotation.AwsOperation";

    /// <summary>Describes an operation.</summary>
    public AwsOperation()
    {
    }

    [SetsRequiredMembers]
    internal AwsOperation(string name, string? resource = null) => (Name, Resource) = (name, resource);

    /// <summary>The IAM action of the operation, such as <c>dynamodb:PutItem</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the service in messages, such as <c>DynamoDB</c>.</summary>
    /// <value>The default is the prefix of <see cref="Name"/>, except for STS and Secrets Manager, which have their names.</value>
    public string ServiceName
    {
        get => field ?? Name.Split(':')[0] switch
        {
            "sts" => "STS",
            "secretsmanager" => SecretsManager,
            var prefix => prefix,
        };
        init;
    }

    /// <summary>The name or the ARN of the operation's resource.</summary>
    /// <value>The default is <see langword="null"/>: the permissions can only be granted on all resources.</value>
    public string? Resource { get; init; }

    /// <summary>The IAM actions that the request needs.</summary>
    /// <value>The default is <see cref="Name"/>.</value>
    public IReadOnlyList<string> Permissions { get => field ?? [Name]; init => field = Equatable.List(value); }

    /// <summary>The KMS key in the request, or that of the resource: an ID, an ARN or an alias.</summary>
    /// <value>The default is <see langword="null"/>: it is not known.</value>
    public string? KmsKeyId { get; init; }

    /// <summary>The permissions that the request needs on the KMS key.</summary>
    /// <value>The default is <c>kms:GenerateDataKey</c> and <c>kms:Decrypt</c>.</value>
    public IReadOnlyList<string> KmsPermissions { get; init => field = Equatable.List(value); } = ["kms:GenerateDataKey", "kms:Decrypt"];

    /// <summary>The operation without its service.</summary>
    internal string Method => Name[(Name.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>The external ID in the request.</summary>
    internal string? ExternalId { get; init; }

    /// <summary>The host of the request, with its port unless it is the scheme's default; null when it was not known yet.</summary>
    internal string? Host { get; init; }

    /// <summary>Whether a successful response had arrived, so that parsing it is what failed.</summary>
    internal bool HasResponse { get; init; }

    /// <summary>Whether there was more than one attempt, so that an earlier one may have been carried out.</summary>
    internal bool WasRetried { get; init; }

    /// <summary>The exception of the last attempt that was not merely canceled; null when there was none.</summary>
    internal Exception? LastFailure { get; init; }

    /// <summary>The operation and its resource.</summary>
    public override string ToString() => Resource is null ? Name : $"{Name} on {Resource}";

    /// <summary>Finds the operation that an exception comes from.</summary>
    internal static bool TryFind(Exception exception, [NotNullWhen(true)] out AwsOperation? operation)
    {
        operation = exception.Data[Key] as AwsOperation;
        return operation is not null;
    }

    /// <summary>Adds the secret's KMS key to the operation that is attached to an exception.</summary>
    internal static void AddKey(Exception exception, string? kmsKeyId)
    {
        if (TryFind(exception, out var operation))
        {
            exception.Data[Key] = operation with { KmsKeyId = kmsKeyId };
        }
    }

    /// <summary>Attaches the operation to an exception, unless it has one already.</summary>
    internal void AttachTo(Exception exception) => exception.Data[Key] ??= this;

    /// <summary>The operation with what is known about the request that failed.</summary>
    internal AwsOperation WithRequest(AwsOperation? request) => request is null ? this : this with
    {
        Host = request.Host,
        HasResponse = request.HasResponse,
        WasRetried = request.WasRetried,
        LastFailure = request.LastFailure,
    };
}
