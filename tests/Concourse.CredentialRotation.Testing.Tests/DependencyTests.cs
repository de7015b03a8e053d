namespace Concourse.CredentialRotation.Testing.Tests;

/// <summary>The kit can be used with any test framework, and in any host.</summary>
public sealed class DependencyTests
{
    [Test]
    public void Assembly_OfTheKit_ReferencesOnlyTheLibraryAndItsSdk() =>
        Assert.That(
            typeof(SecretPathCheck).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name).Where(name => !name!.StartsWith("System.", StringComparison.Ordinal)),
            Is.EquivalentTo(new[] { "Concourse.CredentialRotation", "AWSSDK.Core", "AWSSDK.SecurityToken" }));
}
