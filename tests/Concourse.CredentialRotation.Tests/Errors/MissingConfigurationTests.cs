using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>A host without AWS credentials or without a Region still validates teams, and reports each account.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class MissingConfigurationTests
{
    [TestCase("Failed to resolve AWS credentials. The credential providers used … returned the following errors: …", "No AWS credentials were found. Run with a role, set AWS_PROFILE")]
    [TestCase("No RegionEndpoint or ServiceURL configured", "No AWS Region is configured. Set AWS_REGION")]
    public async Task Rotate_ClientCannotBeCreated_SaysWhatIsMissing(string message, string expected)
    {
        await using var services = Compose(() => throw new AmazonClientException(message));

        var report = await services.GetRequiredService<ICredentialRotator>().RotateAsync(RotationHarness.Team("lab"), cancellationToken: TestContext.CurrentContext.CancellationToken);

        var failed = report.Accounts.Single().As<FailedOutcome>();
        Assert.That(failed.Step, Is.EqualTo(RotationStep.Assume));
        Assert.That(failed.Error.Message, Does.StartWith(expected));
    }

    [Test]
    public async Task Rotate_ClientCannotBeCreatedAtFirst_TriesAgain()
    {
        var attempts = 0;
        await using var services = Compose(() => attempts++ == 0 ? throw new AmazonClientException("not yet") : throw new AmazonClientException("again"));
        var rotator = services.GetRequiredService<ICredentialRotator>();
        await rotator.RotateAsync(RotationHarness.Team("lab"));

        var report = await rotator.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("again"));
    }

    [Test]
    public async Task Rotate_SubstituteWithoutConfiguration_SaysWhatToUseInstead()
    {
        var sts = Substitute.For<IAmazonSecurityTokenService>();
        sts.AssumeRoleAsync(default, default).ReturnsForAnyArgs(new AssumeRoleResponse
        {
            Credentials = new() { AccessKeyId = "ASIAXEXAMPLE7QW2ZB5K", SecretAccessKey = "secret", SessionToken = "token", Expiration = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1) },
        });
        await using var services = Compose(() => sts);

        var report = await services.GetRequiredService<ICredentialRotator>().RotateAsync(RotationHarness.Team("lab"), cancellationToken: TestContext.CurrentContext.CancellationToken);

        var failed = report.Accounts.Single().As<FailedOutcome>();
        Assert.That(failed.Step, Is.EqualTo(RotationStep.Verify));
        Assert.That(failed.Error.Message, Does.Contain("has no configuration").And.Contain("InMemorySecurityTokenService"));
    }

    [Test]
    public async Task Rotate_InvalidTeam_IsRejectedWithoutAClient()
    {
        await using var services = Compose(() => throw new AmazonClientException("not needed"));

        Assert.That(
            async () => await services.GetRequiredService<ICredentialRotator>().RotateAsync(new() { Name = "", Accounts = [] }),
            Throws.InstanceOf<InvalidTeamException>());
    }

    private static ServiceProvider Compose(Func<IAmazonSecurityTokenService> createClient)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_ => createClient());
        services.AddConcourseCredentialRotation().UseSecretWriter(StubWriter.Create());
        return services.BuildServiceProvider();
    }
}
