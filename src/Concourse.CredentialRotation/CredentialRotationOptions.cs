namespace Concourse.CredentialRotation;

/// <summary>What an operator can set. It is validated when the host starts, all problems at once.</summary>
public sealed class CredentialRotationOptions
{
    /// <summary>The configuration section that hosts bind: <c>CredentialRotation</c>.</summary>
    public const string SectionName = "CredentialRotation";

    internal const int MostConcurrency = 64;

    /// <summary>The template of <see cref="TemplateSecretPathStrategy"/>; not used when another strategy is registered.</summary>
    /// <value>The default is <c>/concourse/{{.Team}}/{{.Account}}</c>.</value>
    public string PathTemplate { get; set; } = TemplateSecretPathStrategy.DefaultTemplate;

    /// <summary>What every secret's name must begin with, whatever the template or one's own <see cref="ISecretPathStrategy"/> makes of a team.</summary>
    /// <value>A text that ends in a slash, such as <c>/concourse/</c>; the default is <see langword="null"/>: no bound.</value>
    public string? PathPrefix { get; set; }

    /// <summary>
    /// How the external id begins that every AssumeRole carries; the team's name follows. Trust policies should ask for it, so that a
    /// role is only ever assumed for its own team. Give each Concourse installation another.
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused deputy problem</see>)
    /// </summary>
    /// <value>1 to 128 characters of <c>A-Z a-z 0-9 _ + = , . @ : / -</c>; the default is <c>concourse/</c>.</value>
    public string ExternalIdPrefix { get; set; } = "concourse/";

    /// <summary>The roles that teams may name. A team's configuration with a role that none of these allows is refused.</summary>
    /// <value>The default is empty: any role, as far as its trust policy and the caller's own policy allow.</value>
    public IList<AllowedRole> AllowedRoles { get; } = [];

    /// <summary>A set that was rotated less than this long ago is skipped.</summary>
    /// <value>
    /// 0 to 15 minutes, 0 being never to skip; the default is 10 minutes: Secrets Manager asks not to write a secret more often
    /// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html">PutSecretValue</see>),
    /// and no session is shorter than 15.
    /// </value>
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many accounts are rotated concurrently, at most. When AWS throttles a request, fewer are, until it no longer does.</summary>
    /// <value>
    /// 1 to 64; the default is <see langword="null"/>: a third of <see cref="MaxWritesPerSecond"/>, so 16 by its default. An account takes six
    /// writes, so that many keep to the rate even when a rotation takes two seconds; more would only wait, each with three connections.
    /// </value>
    public int? MaxConcurrency { get; set; }

    /// <summary>
    /// How many writes are sent to Secrets Manager in a second, at most: PutSecretValue and UpdateSecretVersionStage together. CreateSecret has a
    /// quota of its own, and as many again may be sent.
    /// </summary>
    /// <value>
    /// 1 to 10,000; the default is 48, just below what Secrets Manager grants an account and region for either
    /// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html">quotas</see>).
    /// </value>
    public int MaxWritesPerSecond { get; set; } = 48;

    /// <summary>
    /// The time that is kept for making a set current: half for going forward, half for rolling back. A rotation with less time left
    /// fails without touching what pipelines read.
    /// </summary>
    /// <value>2 seconds to 5 minutes; the default is 20 seconds.</value>
    public TimeSpan PromotionReserve { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long one attempt of an AWS call may take, unless the AWS configuration says otherwise.</summary>
    /// <value>100 milliseconds to 1 minute; the default is 3 seconds, after which the SDK tries again.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The KMS key (id, ARN or alias) for secrets that are created.</summary>
    /// <value>The default is <see langword="null"/>: the account's <c>aws/secretsmanager</c>.</value>
    public string? KmsKeyId { get; set; }

    /// <summary>The tags for secrets that are created; they need the permission <c>secretsmanager:TagResource</c>.</summary>
    /// <value>Up to 50; the default is none.</value>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary><see cref="MaxConcurrency"/>, or what stands for it.</summary>
    internal int Concurrency => MaxConcurrency ?? Math.Clamp(MaxWritesPerSecond / 3, 1, MostConcurrency);

    /// <summary>How often an undecided write is tried again.</summary>
    internal int RetryAttempts { get; set; } = 6;

    /// <summary>The wait before an undecided write is tried again; it doubles each time.</summary>
    internal TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait after the first throttled response to a request that can wait; it doubles each time, up to 5 seconds.</summary>
    internal TimeSpan ThrottledDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The average wait before a request that cannot wait is sent again after a throttled response.</summary>
    internal TimeSpan UrgentDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The longest wait before the first set of secrets is created.</summary>
    internal TimeSpan CreationSpread { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without any account that finished one more than the limit may be in progress.</summary>
    internal TimeSpan StalledAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>What jitters the waits after throttled responses.</summary>
    internal Random Jitter { get; set; } = Random.Shared;
}
