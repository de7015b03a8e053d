namespace Concourse.CredentialRotation;

/// <summary>
/// Decides under which names an account's credentials are kept. An implementation is pure and deterministic: the same context always gives the same name,
/// and nothing else is read, so that a convention can be unit-tested without AWS.
/// </summary>
/// <remarks>
/// <para>
/// Two teams with the same name for a secret would read each other's credentials, and neither team's configuration would show it. So a strategy is
/// checked with example names when the host starts, before any request to AWS: several teams, accounts and all contents, among them names that differ
/// only in case or in <c>- _ . @</c>, names that run together (team <c>a</c>, account <c>a-a</c> and team <c>a-a</c>, account <c>a</c>), an account named
/// like another's secret (<c>app-secret-access-key</c>) and names of 128 characters. The strategy must return a name for each of them, whatever layout the
/// host uses, because an account can have another (<see cref="Account.Layout"/>).
/// </para>
/// <para>
/// The host does not start with a strategy that returns the same name for two contexts (except for two accounts of one team of which one is asked for
/// <see cref="SecretContent.Credentials"/> and the other for another content, since a team whose accounts really share a name is rejected), different
/// names for the same context, a name that the store does not allow or that is not below <see cref="CredentialRotationOptions.PathPrefix"/>, or that throws. The
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> names the rule, the context and the path.
/// </para>
/// <para>The safest names have the team as a path segment of its own, because the name of a team contains no slash.</para>
/// <para>
/// <c>SecretPathCheck</c> in the package <c>Concourse.CredentialRotation.Testing</c> checks a strategy in a unit test. It knows these rules, and also looks
/// the secrets up as Concourse does: a pipeline of the team must find them, and a pipeline of another team must not.
/// </para>
/// </remarks>
public interface ISecretPathStrategy
{
    /// <summary>Returns the name of a secret. It may be called concurrently, and many times for the same secret.</summary>
    /// <param name="context">The team, the account, and what the secret holds.</param>
    /// <returns>
    /// A name that no other secret has, in a form that the store allows. Secrets Manager allows 1 to 512 characters of <c>A-Z a-z 0-9 / _ + = . @ -</c>
    /// (<see href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html">CreateSecret</see>).
    /// </returns>
    string GetPath(SecretPathContext context);
}
