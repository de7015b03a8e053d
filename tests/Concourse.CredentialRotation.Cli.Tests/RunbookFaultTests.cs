using System.Text.RegularExpressions;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>The commands name each fault of the runbook's table with the words that it says. What <c>explain</c> says about the function's log is tested with the function.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed partial class RunbookFaultTests : CliFixture
{
    [TestCase("The trust policy denies the execution role")]
    [TestCase("The account was closed", Description = "STS responds the same")]
    public async Task Doctor_RoleCannotBeAssumed_IsNamed(string fault)
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(IsDenied: true));

        await AssertNamedAsync(fault, "doctor", file);
    }

    [Test]
    public async Task Doctor_ExecutionRoleWasRecreated_IsNamed()
    {
        var file = await Cli.RotatedAsync("lab", "prod");
        Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(IsDenied: true));

        await AssertNamedAsync("The execution role was recreated", "doctor", file);
    }

    [TestCase("The key policy denies the execution role", "AccessDeniedException", "Access to KMS is not allowed")]
    [TestCase("The key is disabled", "DecryptionFailure", "Secrets Manager can't decrypt the protected secret text using the provided KMS key.")]
    public async Task Doctor_KeyCannotBeUsed_IsNamed(string fault, string code, string message)
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("GetSecretValue").Respond(new Fault.Refused("key", code, message));

        await AssertNamedAsync(fault, "doctor", file);
    }

    [Test]
    public async Task Doctor_NetworkIsCut_IsNamed()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On(_ => true).Respond(Fault.LostResponse);

        await AssertNamedAsync("The network is cut", "doctor", file);
    }

    [Test]
    public async Task Status_TornSet_IsNamed()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromMinutes(50));
        Cli.Aws.On("UpdateSecretVersionStage").After(1).Respond(Fault.AccessDenied);
        Assert.That((await Cli.RunAsync("rotate", file)).Output, Does.Contain("torn"));

        await AssertNamedAsync("The set is torn", "status", file);
    }

    [Test]
    public async Task Status_FunctionTimedOut_ShowsWhatExpired()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromMinutes(50));
        using var killed = new CancellationTokenSource();
        Cli.Aws.On("AssumeRole").Do(killed.CancelAsync);
        Cli.Cancellation = killed.Token;
        await Cli.RunAsync("rotate", file);
        Cli.Cancellation = TestContext.CurrentContext.CancellationToken;
        Cli.Time.Advance(TimeSpan.FromMinutes(11));

        await AssertNamedAsync("The function timed out", "status", file);
    }

    // A step that starts just after a renewal, and gets the access key of before from the cache of the web node.
    [Test]
    public async Task Explain_ConcourseCaches_IsNamed()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromMinutes(50));
        await Cli.RunAsync("rotate", file);
        Cli.Time.Advance(TimeSpan.FromSeconds(40));

        await AssertNamedAsync(
            "Concourse caches secrets", "explain", $"An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: {Cli.Aws.Sts.Sessions[0].AccessKeyId}", "--teams", file);
    }

    [Test]
    public void Faults_OfTheTable_AreNamedByACommand() =>
        Assert.That(Runbook.Faults.Where(row => !Array.Exists(["doctor", "status", "explain"], command => Runbook.Named(row[0], command) is not null)).Select(row => row[0]), Is.Empty);

    private async Task AssertNamedAsync(string fault, string command, params string[] arguments)
    {
        var result = await Cli.RunAsync([command, .. arguments]);

        Assert.That(Spaces().Replace(result.Output + result.Error, " "), Does.Contain(Runbook.Named(fault, command)));
        Assert.That(result.ExitCode, Is.Not.Zero);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
