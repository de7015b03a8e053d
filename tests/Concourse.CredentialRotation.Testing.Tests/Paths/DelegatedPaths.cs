namespace Concourse.CredentialRotation.Testing.Tests.Paths;

/// <summary>A strategy in one line.</summary>
internal sealed class DelegatedPaths(Func<string, string, SecretContent, string> path) : ISecretPathStrategy
{
    public string GetPath(SecretPathContext context) => path(context.Team, context.Account, context.Content);
}
