using System.IO.Enumeration;

namespace Concourse.CredentialRotation;

/// <summary>
/// Roles that a team may name in its configuration. Each property is a pattern in which <c>*</c> matches any characters and <c>?</c> matches one
/// character. All three must match.
/// </summary>
public sealed class AllowedRole
{
    private const string Anything = "*";
    private const string TeamPlaceholder = "{{.Team}}";

    /// <summary>The team's name.</summary>
    /// <value>The default is <c>*</c>: any team.</value>
    public string Team { get; set; } = Anything;

    /// <summary>The ID of the AWS account that the role is in.</summary>
    /// <value>The default is <c>*</c>: any account.</value>
    public string AccountId { get; set; } = Anything;

    /// <summary>The role's ARN. <c>{{.Team}}</c> is replaced by the team's name, as in <c>arn:aws:iam::*:role/concourse-ci-{{.Team}}</c>.</summary>
    /// <value>The default is <c>*</c>: any role.</value>
    public string RoleArn { get; set; } = Anything;

    internal IEnumerable<(string Property, string Message)> Validate()
    {
        foreach (var (property, pattern) in new[] { (nameof(Team), Team), (nameof(AccountId), AccountId), (nameof(RoleArn), RoleArn) })
        {
            if (string.IsNullOrEmpty(pattern))
            {
                yield return (property, "must not be empty; use * for any");
            }
        }

        if (AccountId?.All(character => char.IsAsciiDigit(character) || character is '*' or '?') is false)
        {
            yield return (nameof(AccountId), $"must consist of digits, * and ?, but was {SafeText.Quote(AccountId)}");
        }

        if (RoleArn is { Length: > 0 } && !RoleArn.StartsWith("arn:", StringComparison.Ordinal) && RoleArn is not Anything)
        {
            yield return (nameof(RoleArn), $"must begin with arn: or be *, but was {SafeText.Quote(RoleArn)}");
        }
    }

    internal bool Allows(string team, string roleArn, RoleArn parsed) =>
        Matches(Team, team)
        && Matches(AccountId, parsed.AccountId)
        && Matches(RoleArn.Replace(TeamPlaceholder, team, StringComparison.Ordinal), roleArn);

    private static bool Matches(string pattern, string value) => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: false);
}
