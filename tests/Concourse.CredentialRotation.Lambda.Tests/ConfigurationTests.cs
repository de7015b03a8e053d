using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>What an operator sets in the function's environment.</summary>
public sealed class ConfigurationTests
{
    [Test]
    public async Task Start_PathTemplateAndOptions_AreHonoured()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRETS_MANAGER_PATH", "/concourse/ci/{{.Team}}/aws/{{.Account}}"),
            ("CredentialRotation__KmsKeyId", "alias/concourse"),
            ("CredentialRotation__MinimumAge", "00:00:00"),
            ("CredentialRotation__Tags__owner", "platform"));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var again = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        const string name = "/concourse/ci/team/aws/lab-access-key";
        Assert.That(JsonNode.Parse(again.Json)!["accounts"]![0]!["outcome"]!.GetValue<string>(), Is.EqualTo("rotated"));
        Assert.That(harness.Aws.Secrets.Names, Has.Member(name));
        Assert.That(harness.Aws.Secrets.KmsKeyId(name), Is.EqualTo("alias/concourse"));
        Assert.That(harness.Aws.Secrets.Tags(name), Is.EqualTo(new Dictionary<string, string> { ["owner"] = "platform" }));
    }

    [Test]
    public async Task Start_SeveralWrongSettings_IsAnInitErrorThatNamesThemAll()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRETS_MANAGER_PATH", "/ci/{{.Pipeline}}/{{.Account}}"),
            ("CredentialRotation__MinimumAge", "01:00:00"),
            ("CredentialRotation__MaxConcurrency", "0"));

        var error = JsonNode.Parse(await harness.Runtime.InitError)!["errorMessage"]!.GetValue<string>();
        await harness.Function.Exited;

        Assert.That(error, Does.Contain("PathTemplate").And.Contains("{{.Pipeline}}").And.Contains("MinimumAge").And.Contains("01:00:00").And.Contains("MaxConcurrency"));
        Assert.That(harness.Function.ExitCode, Is.Not.Zero);
    }

    [TestCase("CredentialRotation__MinimumAge", "soon")]
    [TestCase("CredentialRotation__MinAge", "00:10:00")]
    [TestCase("AWS_DEFAULTS_MODE", "nonsense")]
    public async Task Start_SettingThatIsNone_IsAnInitErrorThatNamesIt(string name, string value)
    {
        await using var harness = await FunctionHarness.StartAsync((name, value));

        Assert.That(await harness.Runtime.InitError, Does.Contain(name.StartsWith("AWS_", StringComparison.Ordinal) ? value : name.Split("__")[1]));
    }

    [TestCase("AWS_DEFAULTS_MODE", "InRegion")]
    [TestCase("AWS_DEFAULTS_MODE", "Auto")]
    [TestCase("AWS_RETRY_MODE", "adaptive")]
    [TestCase("AWS_MAX_ATTEMPTS", "1")]
    public async Task Start_TheSdksOwnSettings_AreTaken(string name, string value)
    {
        await using var harness = await FunctionHarness.StartAsync((name, value));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
    }

    [TestCase(null, @"Concourse\.CredentialRotation-\d+\.\d+\.\d+")]
    [TestCase("our-concourse", "our-concourse")]
    public async Task Start_ApplicationId_IsInTheUserAgentOfEveryCall(string? applicationId, string expected)
    {
        await using var harness = await FunctionHarness.StartAsync(applicationId is null ? [] : [("AWS_SDK_UA_APP_ID", applicationId)]);

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(harness.Aws.Calls.Select(call => call.UserAgent), Has.All.Match($" app/{expected}( |$)"));
    }

    [TestCase("AWS_ENDPOINT_URL", "DescribeSecret,AssumeRole")]
    [TestCase("AWS_ENDPOINT_URL_SECRETS_MANAGER", "DescribeSecret")]
    [TestCase("AWS_ENDPOINT_URL_STS", "AssumeRole")]
    public async Task Start_EndpointOfOneService_IsTaken(string name, string operations)
    {
        await using var other = await LocalAwsServer.StartAsync();
        await using var harness = await FunctionHarness.StartAsync((name, other.Endpoint.ToString()));

        // The other AWS does not know the caller: its first answer ends the rotation, and its record is what counts.
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(other.Calls.Select(call => call.Operation).Distinct(), Is.SubsetOf(operations.Split(',')).And.Not.Empty);
    }
}
