using Concourse.CredentialRotation.Testing;
using NUnit.Framework;

namespace TestProject;

public sealed class OurTests
{
    [Test]
    public void Names_OfTeamsAndAccounts_AreSafe() =>
        Assert.That(
            SecretPathCheck.Run(new OurPaths(), new() { PathPrefix = "/ci/", TeamTemplate = "/ci/{{.Team}}/{{.Secret}}" }),
            Is.Empty);

    [Test]
    public async Task Writer_WithAnyFault_IsAllOrNothing() =>
        Assert.That(await SecretWriterCheck.RunAsync(faults => Task.FromResult<ISecretWriterFixture>(new OurStore(faults))), Is.Empty);
}
