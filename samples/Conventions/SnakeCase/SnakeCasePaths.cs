using Concourse.CredentialRotation;

namespace SnakeCase;

/// <summary>Names in snake case, such as <c>divx_lab_secret_key</c> for the account <c>divx-lab</c>.</summary>
/// <remarks>
/// A hyphen becomes an underscore. So that <c>app-db</c> and <c>app_db</c> remain two accounts, an underscore becomes a hyphen. The name of the team stays
/// as it is, because Concourse looks it up.
/// </remarks>
public sealed class SnakeCasePaths : ISecretPathStrategy
{
    /// <inheritdoc/>
    public string GetPath(SecretPathContext context)
    {
        var account = string.Create(context.Account.Length, context.Account, (name, original) =>
        {
            for (var i = 0; i < name.Length; i++)
            {
                name[i] = original[i] switch { '-' => '_', '_' => '-', var other => other };
            }
        });
        return $"/concourse/{context.Team}/{account}" + context.Content switch
        {
            SecretContent.AccessKeyId => "_access_key",
            SecretContent.SecretAccessKey => "_secret_key",
            SecretContent.SessionToken => "_session_token",
            SecretContent.Credentials => "",
            _ => throw new ArgumentOutOfRangeException(nameof(context), context.Content, "The content is unknown."),
        };
    }
}
