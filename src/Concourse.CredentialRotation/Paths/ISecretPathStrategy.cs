namespace Concourse.CredentialRotation;

/// <summary>
/// Says under which name each part of an account's credentials is kept. An implementation is pure and deterministic: the same
/// arguments give the same name, and nothing else is read, so that a convention can be unit-tested without AWS.
/// </summary>
/// <remarks>
/// <para>
/// Two teams that got the same name would read each other's credentials, and neither team's configuration shows that. So a strategy is
/// tried with made-up names when the host starts, before any AWS call: several teams, accounts and all parts, among them names that differ
/// only in case or in <c>- _ . @</c>, names that run together (team <c>a</c>, account <c>a-a</c> and team <c>a-a</c>, account <c>a</c>), an account named
/// like another's secret (<c>app-secret-key</c>) and names of 128 characters. The strategy must answer for each of them.
/// </para>
/// <para>
/// One that gives the same name twice, another name for the same arguments, a name that Secrets Manager does not take or that is not below
/// <see cref="CredentialRotationOptions.PathPrefix"/>, or that throws, is refused with an
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>. It names the rule, the arguments and the path.
/// </para>
/// <para>The safest names have the team as a path segment of its own: a name holds no slash.</para>
/// </remarks>
public interface ISecretPathStrategy
{
    /// <summary>The name of the secret that holds a part of an account's credentials.</summary>
    /// <param name="team">The team's name: any that <see cref="Team"/> may have, not only those of teams that exist.</param>
    /// <param name="account">The team's name for the account: any that <see cref="Account"/> may have.</param>
    /// <param name="part">Which part of the credentials.</param>
    /// <returns>
    /// A secret name that no other part, account or team has: 1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ -</c>, not ending in a
    /// hyphen and six characters (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">CreateSecret</see>).
    /// A strategy that gives others is refused when the host starts, and a team for which a name is refused or missing before any AWS call.
    /// </returns>
    string GetPath(string team, string account, CredentialPart part);
}
