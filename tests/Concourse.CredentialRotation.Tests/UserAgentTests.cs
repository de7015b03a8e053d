using System.Reflection;
using System.Text.RegularExpressions;
using Amazon.Extensions.NETCore.Setup;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests;

/// <summary>The user agent of every AWS call, which CloudTrail records, says which program made it.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class UserAgentTests
{
    private static readonly string[] Operations = ["DescribeSecret", "AssumeRole", "GetCallerIdentity", "CreateSecret", "PutSecretValue", "UpdateSecretVersionStage"];

    [Test]
    public async Task Rotate_ByDefault_EveryCallNamesTheProductAndItsVersion()
    {
        await using var harness = await RotationHarness.StartAsync();

        await harness.RotateAsync("lab");

        // The assembly version has only the major version.
        var version = Version.Parse(typeof(ICredentialRotator).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()!.Version).ToString(3);
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Distinct(), Is.EquivalentTo(Operations));
        Assert.That(
            harness.Aws.Calls.Select(call => call.UserAgent),
            Has.All.Match($@" app/Concourse\.CredentialRotation-{Regex.Escape(version)}( |$)"));
    }

    [Test]
    public async Task Rotate_ApplicationIdOfTheHost_IsKept()
    {
        await using var harness = await RotationHarness.StartAsync(before: services =>
        {
            var options = services.Single(service => service.ServiceType == typeof(AWSOptions)).ImplementationInstance;
            ((AWSOptions)options!).DefaultClientConfig.ClientAppId = "our-tool";
        });

        await harness.RotateAsync("lab");

        Assert.That(harness.Aws.Calls.Select(call => call.UserAgent), Has.All.Match(" app/our-tool( |$)"));
    }
}
