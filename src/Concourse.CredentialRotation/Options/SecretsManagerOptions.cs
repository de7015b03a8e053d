namespace Concourse.CredentialRotation;

/// <summary>
/// Options for secrets that are kept in AWS Secrets Manager, the default store. They are validated when the host starts, and all errors are reported at once.
/// </summary>
public sealed class SecretsManagerOptions
{
    /// <summary>The configuration section below <see cref="CredentialRotationOptions.SectionName"/> that hosts bind: <c>SecretsManager</c>.</summary>
    public const string SectionName = "SecretsManager";

    /// <summary>
    /// The maximum number of writes that are sent in a second: PutSecretValue and UpdateSecretVersionStage together. CreateSecret has a quota of its own,
    /// and the same number of these may be sent as well.
    /// </summary>
    /// <value>
    /// 1 to 10,000; the default is 48, just below what Secrets Manager grants an account and Region for either
    /// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html">quotas</see>).
    /// </value>
    public int MaxWritesPerSecond { get; set; } = 48;

    /// <summary>
    /// The time that is reserved for making a set of secrets current: half of it for going forward, half for rolling back. A rotation with less time left
    /// fails without changing what pipelines read.
    /// </summary>
    /// <value>2 seconds to 5 minutes; the default is 20 seconds.</value>
    public TimeSpan PromotionReserve { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The KMS key (ID, ARN or alias) for secrets that are created.</summary>
    /// <value>The default is <see langword="null"/>: the account's <c>aws/secretsmanager</c>.</value>
    public string? KmsKeyId { get; set; }

    /// <summary>The tags for secrets that are created. They need the permission <c>secretsmanager:TagResource</c>.</summary>
    /// <value>Up to 50; the default is none.</value>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
