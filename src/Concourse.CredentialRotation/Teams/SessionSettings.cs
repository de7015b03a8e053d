namespace Concourse.CredentialRotation;

/// <summary>
/// Restrictions of an account's session, and information that is sent with it. What is not set is not sent: tags need <c>sts:TagSession</c>, and a source
/// identity needs <c>sts:SetSourceIdentity</c>, in the role's trust policy and in the caller's own policy.
/// The limits are those of <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</see>.
/// </summary>
public sealed record SessionSettings
{
    private const string DefaultName = "concourse-{{.Team}}";
    private const int MaxNameLength = 64;

    /// <summary>The session's name, as CloudTrail shows it: a template with <c>{{.Team}}</c> and <c>{{.Account}}</c>.</summary>
    /// <value>
    /// It must expand to 2–64 characters of <c>A-Z a-z 0-9 _ + = , . @ -</c>. When it is <see langword="null"/>, <c>concourse-</c> and the team's name, truncated.
    /// </value>
    public string? Name { get; init; }

    /// <summary>The ARNs of managed policies. The session may do what the role may <em>and</em> these policies allow.</summary>
    /// <value>At most 10; no restriction when <see langword="null"/>.</value>
    public IReadOnlyList<string>? PolicyArns { get; init => field = Equatable.List(value); }

    /// <summary>An inline policy as JSON, with the same effect as <see cref="PolicyArns"/>.</summary>
    /// <value>Together with the ARNs at most 2,048 characters; no restriction when <see langword="null"/>.</value>
    public string? Policy { get; init; }

    /// <summary>The session tags.</summary>
    /// <value>At most 50; keys of 1 to 128 characters, unique without regard to case, and values of at most 256.</value>
    public IReadOnlyDictionary<string, string>? Tags { get; init => field = Equatable.Dictionary(value); }

    /// <summary>The keys of those session tags that roles assumed with this session inherit.</summary>
    public IReadOnlyList<string>? TransitiveTagKeys { get; init => field = Equatable.List(value); }

    /// <summary>The source identity.</summary>
    /// <value>2 to 64 characters of <c>A-Z a-z 0-9 _ + = , . @ -</c>, not beginning with <c>aws:</c>.</value>
    public string? SourceIdentity { get; init; }

    /// <summary>The name of an account's session. Only the default name is truncated to what STS allows.</summary>
    internal static string GetSessionName(Team team, Account account)
    {
        var name = (account.Session?.Name ?? DefaultName)
            .Replace("{{.Team}}", team.Name, StringComparison.Ordinal)
            .Replace("{{.Account}}", account.Name, StringComparison.Ordinal);
        return account.Session?.Name is null && name.Length > MaxNameLength ? name[..MaxNameLength] : name;
    }
}
