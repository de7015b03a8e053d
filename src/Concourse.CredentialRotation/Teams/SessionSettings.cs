namespace Concourse.CredentialRotation;

/// <summary>
/// What narrows an account's session, or tells more about it, beyond its role. All of it is left out unless it is set: tags need
/// <c>sts:TagSession</c>, and a source identity <c>sts:SetSourceIdentity</c>, in the role's trust policy and in the caller's own policy.
/// The limits are those of <see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</see>.
/// </summary>
/// <param name="Name">
/// The session's name, as CloudTrail shows it: a template with <c>{{.Team}}</c> and <c>{{.Account}}</c>, which must come to 2 to 64
/// characters of <c>A-Z a-z 0-9 _ + = , . @ -</c>; <c>concourse-</c> and the team's name when <see langword="null"/>.
/// </param>
/// <param name="PolicyArns">
/// ARNs of at most 10 managed policies. The session may do what the role may <em>and</em> these allow.
/// </param>
/// <param name="Policy">An inline policy, as JSON, with the same effect; together with the ARNs at most 2,048 characters.</param>
/// <param name="Tags">At most 50 session tags: keys of 1 to 128 characters, unique without regard to case, values of at most 256.</param>
/// <param name="TransitiveTagKeys">The keys of those tags that roles assumed with this session inherit.</param>
/// <param name="SourceIdentity">The source identity, 2 to 64 characters of <c>A-Z a-z 0-9 _ + = , . @ -</c>, not beginning with <c>aws:</c>.</param>
public sealed record SessionSettings(
    string? Name = null,
    IReadOnlyList<string>? PolicyArns = null,
    string? Policy = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    IReadOnlyList<string>? TransitiveTagKeys = null,
    string? SourceIdentity = null)
{
    private const string DefaultName = "concourse-{{.Team}}";
    private const int LongestName = 64;

    /// <summary>The name of a session; only the default one is cut to what STS takes.</summary>
    internal static string NameOf(Team team, Account account)
    {
        var name = (account.Session?.Name ?? DefaultName)
            .Replace("{{.Team}}", team.Name, StringComparison.Ordinal)
            .Replace("{{.Account}}", account.Name, StringComparison.Ordinal);
        return account.Session?.Name is null && name.Length > LongestName ? name[..LongestName] : name;
    }
}
