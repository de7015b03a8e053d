using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Finds what to do about an AWS error, where that is known.</summary>
internal static class Remedies
{
    private static readonly AwsOperation Unknown = new("") { ServiceName = AwsOperation.SecretsManager };

    /// <summary>The remedy, in complete sentences; null where none is known.</summary>
    public static string? For(AmazonServiceException error, AwsOperation? operation)
    {
        var (name, message) = (operation?.Name ?? "", error.Message ?? "");
        return error.ErrorCode switch
        {
            "EncryptionFailure" or "EncryptionFailureException" or "DecryptionFailure" or "DecryptionFailureException" => Kms(operation),
            "AccessDenied" or "AccessDeniedException" => name switch
            {
                "sts:AssumeRole" => AssumeRole(operation!),
                "sts:GetCallerIdentity" =>
                    "GetCallerIdentity needs no permission: look for a VPC endpoint policy or a service control policy (SCP) that denies it.",
                _ when MentionsKms(message) => Kms(operation),
                "secretsmanager:RestoreSecret" =>
                    $"The secret is scheduled for deletion, and a rotation restores it. {Permission(operation!)}",
                "secretsmanager:ListSecrets" => "The caller's policy must allow secretsmanager:ListSecrets on all resources (*), because it cannot be limited to some secrets.",
                _ when operation is not null => Permission(operation),
                _ => null,
            },
            _ when ThrottledException.IsThrottling(error) => Throttled(operation ?? Unknown),
            "LimitExceededException" when IsSecretsManager(operation) => name is "secretsmanager:CreateSecret"
                ? "The account has reached its quota of secrets in this Region."
                : "A secret can have at most 100 versions and keeps each for at least a day, so it was written more often than about every 15 minutes. Stop that, and wait until versions are a day old.",
            "InvalidParameterException" when message.Contains("replica secret", StringComparison.Ordinal) =>
                $"{Secret(operation)} is a replica. Rotate it in its primary Region, or turn it into a standalone secret (aws secretsmanager stop-replication-to-replica).",
            "InvalidRequestException" when message.Contains("for deletion", StringComparison.Ordinal) =>
                "The secret was deleted in the meantime. The next rotation restores it, or creates it when its name is free again.",
            "RegionDisabledException" =>
                $"STS is disabled in this Region for {Owner(operation)}. An administrator of that account can activate it in the IAM console (account settings), or enable the Region.",
            "ValidationError" when message.Contains("MaxSessionDuration", StringComparison.Ordinal) =>
                "Raise the role's maximum session duration, or lower the account's 'duration'.",
            "PackedPolicyTooLarge" or "PackedPolicyTooLargeException" => "Shorten the account's session policies and tags.",
            "MalformedPolicyDocument" or "MalformedPolicyDocumentException" => "Correct the account's 'session.policy'.",
            _ => null,
        };
    }

    /// <summary>Whether a message of AWS is about a KMS key, and not only about something with "kms" in its name.</summary>
    public static bool MentionsKms(string message) =>
        // "… is not authorized to perform: kms:…", "Access to KMS is not allowed" or "The ciphertext refers to a customer master key …"; the name of a
        // secret has neither a colon nor a space.
        message.Contains("kms:", StringComparison.Ordinal) || message.Contains(" KMS ", StringComparison.Ordinal) || message.Contains(" customer master key ", StringComparison.Ordinal);

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-roles has the dead principal ID.
    private static string AssumeRole(AwsOperation operation)
    {
        var permissions = All(operation.Permissions);
        var externalId = operation.ExternalId is null ? "" : $" (and, if it asks for an external ID, for '{operation.ExternalId}')";
        return $"The trust policy of {operation.Resource} must allow {permissions} to the caller{externalId}, and the caller's own policy must allow {permissions} on it. "
            + "STS responds the same if the role does not exist, or if the caller's role was deleted and created again since the trust policy was saved: "
            + "the policy then names a dead principal ID (AROA…), so save it again.";
    }

    private static string Permission(AwsOperation operation) =>
        $"The caller's policy must allow {All(operation.Permissions)} on {operation.Resource ?? "all resources (*)"}, and no resource policy of the secret, VPC endpoint policy or service control policy (SCP) may deny it.";

    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    private static string Kms(AwsOperation? operation) =>
        $"The caller needs {All((operation ?? Unknown).KmsPermissions)} on the KMS key of {Secret(operation)}{(operation?.KmsKeyId is { } key ? $" ({key})" : "")}, by its own policy and by the key policy, and the key must be enabled."
        + (IsSecretsManager(operation) ? " The key aws/secretsmanager can only be used by callers of the secret's own account." : "");

    private static string Throttled(AwsOperation operation) =>
        $"AWS throttled the request until time ran out. All callers in an AWS account and Region share the quota of {operation.ServiceName}: run the teams' rotations at different times, "
        + (IsSecretsManager(operation) ? $"lower {nameof(SecretsManagerOptions.MaxWritesPerSecond)} if something else uses the quota, " : "")
        + "or give the rotation more time.";

    // An operation that is not known is one of the default store.
    private static bool IsSecretsManager(AwsOperation? operation) => (operation ?? Unknown).ServiceName == AwsOperation.SecretsManager;

    private static string Secret(AwsOperation? operation) => operation?.Resource ?? "the secret";

    private static string Owner(AwsOperation? operation) =>
        RoleArn.TryParse(operation?.Resource ?? "", out var role) ? $"account {role.AccountId}" : "the caller's account";

    private static string All(IReadOnlyList<string> actions) =>
        actions.Count == 1 ? actions[0] : $"{string.Join(", ", actions.SkipLast(1))} and {actions[^1]}";
}
