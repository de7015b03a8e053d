using Concourse.CredentialRotation;

namespace FlatPrefix;

/// <summary>Keeps all secrets of an environment directly below one prefix, such as <c>/concourse-prod/example-team+divx-lab-access-key</c>.</summary>
/// <remarks>
/// A plus sign separates the team from the account. Secrets Manager allows it, but neither the name of a team or an account nor a Concourse variable can
/// contain one, so no team can spell the secret of another.
/// </remarks>
/// <param name="environment">The environment, such as <c>prod</c>.</param>
public sealed class FlatPaths(string environment) : ISecretPathStrategy
{
    /// <inheritdoc/>
    public string GetPath(SecretPathContext context) =>
        $"/concourse-{environment}/{context.Team}+{context.Account}" + context.Content switch
        {
            SecretContent.AccessKeyId => "-access-key",
            SecretContent.SecretAccessKey => "-secret-key",
            SecretContent.SessionToken => "-session-token",
            SecretContent.Credentials => "",
            _ => throw new ArgumentOutOfRangeException(nameof(context), context.Content, "The content is unknown."),
        };
}
