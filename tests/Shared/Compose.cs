using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Composes parts of the library as a host does.</summary>
internal static class Compose
{
    public static TeamValidator Validator(CredentialRotationOptions? options = null, ISecretPathStrategy? paths = null) =>
        new(AccountSecrets(options, paths), StubWriter.Create(), Options.Create(options ?? new CredentialRotationOptions()));

    public static AccountSecrets AccountSecrets(CredentialRotationOptions? options = null, ISecretPathStrategy? paths = null) =>
        new(paths ?? new TemplateSecretPathStrategy(TemplateSecretPathStrategy.DefaultTemplate), Options.Create(options ?? new CredentialRotationOptions()));
}
