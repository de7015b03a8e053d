namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// Options for secrets that are kept in AWS Systems Manager Parameter Store. They are validated when the host starts, and all errors are reported at once.
/// </summary>
public sealed class ParameterStoreOptions
{
    /// <summary>The configuration section below <see cref="CredentialRotationOptions.SectionName"/> that hosts bind: <c>ParameterStore</c>.</summary>
    public const string SectionName = "ParameterStore";

    /// <summary>The maximum number of PutParameter requests that are sent in a second.</summary>
    /// <value>
    /// 1 to 10,000; the default is 3, which Parameter Store grants an account and Region. With
    /// <see href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html">higher throughput</see>, it grants 10.
    /// </value>
    public int MaxWritesPerSecond { get; set; } = 3;

    /// <summary>
    /// The time that is reserved for writing a set of parameters: half of it for going forward, half for rolling back. A rotation with less time left fails
    /// without changing what pipelines read.
    /// </summary>
    /// <value>2 seconds to 5 minutes; the default is 20 seconds.</value>
    public TimeSpan WriteReserve { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The KMS key (ID, ARN or alias) that encrypts the values. A change applies from the next rotation of each account.</summary>
    /// <value>The default is <see langword="null"/>: the account's <c>aws/ssm</c>, with which everybody in the account may decrypt.</value>
    public string? KmsKeyId { get; set; }

    /// <summary>The tier of the parameters. One that is already advanced stays so.</summary>
    /// <value>In a configuration, <c>Standard</c>, <c>Advanced</c> or <c>Intelligent-Tiering</c>. The default is <see cref="ParameterStoreTier.Standard"/>.</value>
    public ParameterStoreTier Tier { get; set; } = ParameterStoreTier.Standard;

    /// <summary>The tags for parameters that are created. They need the permission <c>ssm:AddTagsToResource</c>.</summary>
    /// <value>Up to 50; the default is none.</value>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
