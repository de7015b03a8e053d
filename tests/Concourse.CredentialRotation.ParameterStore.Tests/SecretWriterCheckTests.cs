using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Testing;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>The writer keeps the contract that the test kit checks, in all three layouts.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class SecretWriterCheckTests
{
    // AWS does not document what a tool that gives no description does to the one that is there.
    [TestCase(true)]
    [TestCase(false)]
    public async Task RunAsync_ParameterStoreWriter_FindsNothing(bool keepsDescriptions)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        aws.Parameters.KeepsDescriptions = keepsDescriptions;

        var findings = await SecretWriterCheck.RunAsync(
            faults => Task.FromResult<ISecretWriterFixture>(new ParameterStoreFixture(aws, faults)),
            cancellationToken: TestContext.CurrentContext.CancellationToken);

        Assert.That(findings, Is.Empty);
        Assert.That(aws.Calls.Any(call => call is { Operation: "PutParameter", Error: "AccessDeniedException" }), Is.True, "the faults reached the writes");
    }
}
