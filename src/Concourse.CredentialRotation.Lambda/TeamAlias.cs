using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Lambda;

/// <summary>
/// The alias of the function by which a team's own rule invokes it. The event is written by whoever makes the rule; the alias in the
/// invoked function's ARN is set by Lambda, and who may invoke which alias by the function's resource policy.
/// </summary>
internal sealed partial class TeamAlias(bool isRequired)
{
    /// <summary>Refuses an event that does not come by its team's alias.</summary>
    /// <exception cref="InvalidTeamException">The function was invoked by another alias, or by none.</exception>
    public void Check(Team team, string invokedFunctionArn)
    {
        // arn:aws:lambda:REGION:ACCOUNT:function:NAME:ALIAS, the last part being there only when one was used.
        var alias = invokedFunctionArn.Split(':') is [_, _, _, _, _, _, _, var qualifier] ? qualifier : null;
        if (isRequired && alias != Of(team.Name))
        {
            throw new InvalidTeamException([new("name", $"must be the team whose alias invoked the function (setting {FunctionSettings.RequireTeamAliasVariable}); it is '{team.Name}', whose alias is '{Of(team.Name)}', and the function was invoked {(alias is null ? "without an alias" : $"by '{alias}'")}")], team.Name);
        }
    }

    /// <summary>A team's name as far as Lambda takes it, and then told apart by a hash, as the Terraform module for a team has it.</summary>
    internal static string Of(string team)
    {
        // https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html: Name
        var plain = OtherCharacters().Replace(team, "_");
        return plain == team && !team.All(char.IsAsciiDigit) && !EndsLikeAHash().IsMatch(team)
            ? team
            : $"{plain[..Math.Min(plain.Length, 100)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(team)))[..16]}";
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex OtherCharacters();

    [GeneratedRegex(@"-[0-9a-f]{16}\z")]
    private static partial Regex EndsLikeAHash();
}
