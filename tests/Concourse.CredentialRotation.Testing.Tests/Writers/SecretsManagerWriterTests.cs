using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>The library's own writer keeps the contract that the check asks of others.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class SecretsManagerWriterTests
{
    [Test]
    public async Task RunAsync_SecretsManagerWriter_FindsNothing()
    {
        await using var aws = await LocalAwsServer.StartAsync();

        var findings = await SecretWriterCheck.RunAsync(
            faults => Task.FromResult<ISecretWriterFixture>(new SecretsManagerFixture(aws, faults)),
            cancellationToken: TestContext.CurrentContext.CancellationToken);

        Assert.That(findings, Is.Empty);
        Assert.That(
            aws.Calls.Where(call => call.Error is "AccessDeniedException").Select(call => call.Operation).Distinct(),
            Is.EquivalentTo(new[] { "CreateSecret", "PutSecretValue", "UpdateSecretVersionStage" }),
            "the faults reached every operation that writes");
    }
}
