using Concourse.CredentialRotation;

namespace TestProject;

internal sealed class OurPaths : ISecretPathStrategy
{
    public string GetPath(SecretPathContext context) => $"/ci/{context.Team}/{context.Account}/{context.Content}";
}
