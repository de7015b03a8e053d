namespace Concourse.CredentialRotation.LocalAws;

/// <summary>Credentials that STS knows, and whose they are.</summary>
/// <param name="Arn">Who it is.</param>
/// <param name="AccessKeyId">The access key id.</param>
/// <param name="SecretAccessKey">The secret access key.</param>
/// <param name="SessionToken">The session token; null for a user's long-lived keys.</param>
/// <param name="Expiration">When they end; null for a user's.</param>
public sealed record LocalIdentity(string Arn, string AccessKeyId, string SecretAccessKey, string? SessionToken, DateTimeOffset? Expiration)
{
    /// <summary>The fields of the AssumeRole request that it comes from, by their names in the query protocol.</summary>
    public IReadOnlyDictionary<string, string> Request { get; internal init; } = new Dictionary<string, string>();

    public bool IsAssumedRole => Arn.Contains(":assumed-role/", StringComparison.Ordinal);
}
