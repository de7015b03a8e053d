namespace Concourse.CredentialRotation;

/// <summary>
/// Says under which name each part of an account's credentials is kept. An implementation is pure and deterministic: the same
/// arguments give the same name, and nothing else is read, so that a convention can be unit-tested without AWS.
/// </summary>
public interface ISecretPathStrategy
{
    /// <summary>The name of the secret that holds a part of an account's credentials.</summary>
    /// <param name="team">The team's name.</param>
    /// <param name="account">The team's name for the account.</param>
    /// <param name="part">Which part of the credentials.</param>
    /// <returns>
    /// A secret name that no other part, account or team has: 1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ -</c>, not ending in a
    /// hyphen and six characters (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">CreateSecret</see>).
    /// A team for which another name comes back is refused.
    /// </returns>
    string GetPath(string team, string account, CredentialPart part);
}
