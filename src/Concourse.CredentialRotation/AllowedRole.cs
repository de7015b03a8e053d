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

    internal IEnumerable<string> Problems()
    {
        if (string.IsNullOrEmpty(Team) || string.IsNullOrEmpty(AccountId) || string.IsNullOrEmpty(RoleArn))
        {
            yield return "must not have an empty pattern; * is any";
        }

        if (AccountId?.All(letter => char.IsAsciiDigit(letter) || letter is '*' or '?') is false)
        {
            yield return $"has the {nameof(AccountId)} {Shown.Quoted(AccountId)}, which must consist of digits, * and ?";
        }

        if (RoleArn is { Length: > 0 } && !RoleArn.StartsWith("arn:", StringComparison.Ordinal) && RoleArn is not Anything)
        {
            yield return $"has the {nameof(RoleArn)} {Shown.Quoted(RoleArn)}, which must begin with arn: or be *";
        }
    }

    internal bool Allows(string team, string roleArn, RoleArn parsed) =>
        Fits(Team, team)
        && Fits(AccountId, parsed.AccountId)
        && Fits(RoleArn.Replace(TeamPlaceholder, team, StringComparison.Ordinal), roleArn);

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
