using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>
/// The alias of the function by which a team's own rule invokes it. Whoever creates the rule writes the event, but Lambda sets the alias in the invoked
/// function's ARN, and the function's resource policy says who may invoke which alias.
/// </summary>
internal sealed partial class TeamAlias(IOptions<FunctionOptions> options)
{
    /// <summary>Rejects an event that does not come through its team's alias, if the alias is required.</summary>
    /// <exception cref="UnauthorizedInvocationException">The function was invoked through another alias, or through none.</exception>
    public void Check(Team team, string invokedFunctionArn)
    {
        // arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS; the last part is only there when an alias was used.
        var alias = invokedFunctionArn.Split(':') is [_, _, _, _, _, _, _, var qualifier] ? qualifier : null;
        var teamAlias = GetAlias(team.Name);
        if (options.Value.RequireTeamAlias && alias != teamAlias)
        {
            throw new UnauthorizedInvocationException(team.Name, teamAlias, alias);
        }
    }

    /// <summary>
    /// The alias of a team: its name if Lambda allows that, otherwise what Lambda allows of it with a hash. The Terraform module for a team computes the same.
    /// </summary>
    internal static string GetAlias(string team)
    {
        // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html: Name
        var allowed = ForbiddenCharacters().Replace(team, "_");
        return allowed == team && !team.All(char.IsAsciiDigit) && !HashSuffix().IsMatch(team)
            ? team
            : $"{allowed[..Math.Min(allowed.Length, 100)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(team)))[..16]}";
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex ForbiddenCharacters();

    [GeneratedRegex(@"-[0-9a-f]{16}\z")]
    private static partial Regex HashSuffix();
}
