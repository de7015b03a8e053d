namespace Concourse.CredentialRotation;

/// <summary>Options for rotating credentials. They are validated when the host starts, and all errors are reported at once.</summary>
public sealed class CredentialRotationOptions
{
    /// <summary>The configuration section that hosts bind: <c>CredentialRotation</c>.</summary>
    public const string SectionName = "CredentialRotation";

    internal const int ConcurrencyUpperBound = 64;

    private const int DefaultConcurrency = 16;

    /// <summary>The template of <see cref="TemplateSecretPathStrategy"/>. It is not used when another strategy is registered.</summary>
    /// <value>The default is <c>/concourse/{{.Team}}/{{.Account}}</c>.</value>
    public string PathTemplate { get; set; } = TemplateSecretPathStrategy.DefaultTemplate;

    /// <summary>The prefix that the name of every secret must have, whatever <see cref="ISecretPathStrategy"/> makes the names.</summary>
    /// <value>A string that ends with a slash, such as <c>/concourse/</c>; the default is <see langword="null"/>: no prefix is required.</value>
    public string? PathPrefix { get; set; }

    /// <summary>How the credentials of an account are divided among secrets, unless the account has a <see cref="Account.Layout"/> of its own.</summary>
    /// <value>In a configuration, <c>separate</c>, <c>combined</c> or <c>both</c>. The default is <see cref="SecretLayout.Separate"/>.</value>
    public SecretLayout Layout { get; set; } = SecretLayout.Separate;

    /// <summary>
    /// The prefix of the external ID that is sent with every AssumeRole request; the team's name follows it. Trust policies should require this external ID,
    /// so that a role is only ever assumed for its own team. Give each Concourse installation a prefix of its own.
    /// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html">the confused deputy problem</see>)
    /// </summary>
    /// <value>1 to 128 characters of <c>A-Z a-z 0-9 _ + = , . @ : / -</c>; the default is <c>concourse/</c>.</value>
    public string ExternalIdPrefix { get; set; } = "concourse/";

    /// <summary>The roles that teams may name. A team's configuration with a role that none of these allows is rejected.</summary>
    /// <value>The default is empty: any role, as far as its trust policy and the caller's own policy allow.</value>
    public IList<AllowedRole> AllowedRoles { get; } = [];

    /// <summary>The age below which credentials are fresh: an account whose credentials were rotated less than this long ago is skipped.</summary>
    /// <value>
    /// 0 to 15 minutes; 0 means that no account is skipped. The default is 10 minutes: Secrets Manager asks not to write a secret more often
    /// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html">PutSecretValue</see>),
    /// and no session is shorter than 15 minutes.
    /// </value>
    public TimeSpan MinimumAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The maximum number of accounts that are rotated concurrently. While AWS throttles requests, fewer are.</summary>
    /// <value>
    /// 1 to 64. The default is <see langword="null"/>: as many as the store can take. For Secrets Manager, that is a third of
    /// <see cref="SecretsManagerOptions.MaxWritesPerSecond"/>, and so 16 by default: an account with three secrets takes six writes, so 16 accounts stay
    /// below the rate if a rotation takes two seconds or more.
    /// </value>
    public int? MaxConcurrency { get; set; }

    /// <summary>The timeout of one attempt of an AWS request, unless the AWS configuration has another.</summary>
    /// <value>100 milliseconds to 1 minute; the default is 3 seconds, after which the SDK retries.</value>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary><see cref="MaxConcurrency"/>, or its default.</summary>
    internal int Concurrency => MaxConcurrency ?? DefaultConcurrency;
}
