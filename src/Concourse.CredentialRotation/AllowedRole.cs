using System.IO.Enumeration;

namespace Concourse.CredentialRotation;

/// <summary>
/// Roles that a team may name in its configuration. Each property is a pattern in which <c>*</c> stands for any text and <c>?</c> for any
/// character, and all three must fit.
/// </summary>
public sealed class AllowedRole
{
    private const string Anything = "*";
    private const string TeamPlaceholder = "{{.Team}}";

    /// <summary>The team's name.</summary>
    /// <value>The default is <c>*</c>: any team.</value>
    public string Team { get; set; } = Anything;

    /// <summary>The id of the AWS account that the role is in.</summary>
    /// <value>The default is <c>*</c>: any account.</value>
    public string AccountId { get; set; } = Anything;

    /// <summary>The role's ARN; <c>{{.Team}}</c> stands for the team's name, as in <c>arn:aws:iam::*:role/concourse-ci-{{.Team}}</c>.</summary>
    /// <value>The default is <c>*</c>: any role.</value>
    public string RoleArn { get; set; } = Anything;

    internal IEnumerable<(string Property, string Rule)> Problems()
    {
        foreach (var (property, pattern) in new[] { (nameof(Team), Team), (nameof(AccountId), AccountId), (nameof(RoleArn), RoleArn) })
        {
            if (string.IsNullOrEmpty(pattern))
            {
                yield return (property, "must not be empty; * is any");
            }
        }

        if (AccountId?.All(letter => char.IsAsciiDigit(letter) || letter is '*' or '?') is false)
        {
            yield return (nameof(AccountId), $"must consist of digits, * and ?; it is {Shown.Quoted(AccountId)}");
        }

        if (RoleArn is { Length: > 0 } && !RoleArn.StartsWith("arn:", StringComparison.Ordinal) && RoleArn is not Anything)
        {
            yield return (nameof(RoleArn), $"must begin with arn: or be *; it is {Shown.Quoted(RoleArn)}");
        }
    }

    internal bool Allows(string team, string roleArn, RoleArn parsed) =>
        Fits(Team, team)
        && Fits(AccountId, parsed.AccountId)
        && Fits(RoleArn.Replace(TeamPlaceholder, team, StringComparison.Ordinal), roleArn);

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
