using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>How <c>explain</c> finds the session of an access key.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ExplainTests : CliFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Explain_ExpiredSessionThatWasReplacedInTime_BlamesTheStep(int width)
    {
        var (file, old) = await RotatedTwiceAsync(TimeSpan.FromMinutes(50));
        Cli.Time.Advance(TimeSpan.FromMinutes(14));
        Cli.Width = width;

        var result = await Cli.RunAsync("explain", $"An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired. {old.AccessKeyId}", "--teams", file);

        Snapshot.Check($"explain-{width}", result.Output);
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Explain_AsJson_HasTheSession()
    {
        var (file, old) = await RotatedTwiceAsync(TimeSpan.FromMinutes(50));

        var result = await Cli.RunAsync("explain", "InvalidClientTokenId", old.AccessKeyId, "-t", file, "-o", "json");

        Snapshot.Check("explain-json", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Explain_SessionThatWasReplacedTooLate_BlamesTheRotation()
    {
        var (file, old) = await RotatedTwiceAsync(TimeSpan.FromMinutes(75));

        var result = await Cli.RunAsync("explain", $"ExpiredToken {old.AccessKeyId}", "--teams", file);

        Assert.That(result.Output, Does.StartWith("Is rotation to blame? Yes.").And.Contain("In between, pipelines had no valid credentials."));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Explain_CombinedSecret_HasTheExactExpiration()
    {
        var file = Cli.WriteFile("team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab", ""","layout":"combined","duration":1800""")));
        await Cli.RunAsync("rotate", file);

        var result = await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[0].AccessKeyId, "-t", file, "-o", "json");

        Assert.That($"{result.Json["session"]!["expiration"]}", Is.EqualTo("2026-11-26T03:34:05Z"));
        Assert.That(result.Json["session"]!["isExpirationEstimated"]!.GetValue<bool>(), Is.False);
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Explain_StagedSession_IsFound()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(TimeSpan.FromMinutes(50));
        Cli.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);
        await Cli.RunAsync("rotate", file);

        var result = await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[1].AccessKeyId, "-t", file, "-o", "json");

        Assert.That($"{result.Json["session"]!["stage"]}", Is.EqualTo("AWSPENDING"));
    }

    [Test]
    public async Task Explain_TornSet_BlamesTheRotation()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.Secrets.Write(Fleet.Secrets("lab")[1], Guid.NewGuid().ToString(), "written by hand");

        var result = await Cli.RunAsync("explain", $"SignatureDoesNotMatch {Cli.Aws.Sts.Sessions[0].AccessKeyId}", "-t", file);

        Assert.That(result.Output, Does.Contain("Is rotation to blame? Yes.").And.Contain("The set is torn"));
    }

    [Test]
    public async Task Explain_AccessKey_ReadsOnlyTheSecretsOfAccessKeys()
    {
        var (file, old) = await RotatedTwiceAsync(TimeSpan.FromMinutes(50));

        await Cli.RunAsync("explain", old.AccessKeyId, "-t", file);

        Assert.That(Cli.Aws.Calls.Where(call => call.Operation is "GetSecretValue").Select(call => call.Resource).Distinct(), Is.EqualTo(new[] { "/concourse/example-team/lab-access-key" }));
    }

    [Test]
    public async Task Explain_WithoutPermission_NamesIt()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("GetSecretValue").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[0].AccessKeyId, "-t", file);

        Assert.That(result.Output, Does.Contain("The access keys of 1 account could not be read: example-team/lab.").And.Contain("secretsmanager:GetSecretValue"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [TestCase("ASIAAAAAAAAAAAAAAAAA", "None of the 1 account has this access key", 2)]
    [TestCase("AKIAAAAAAAAAAAAAAAAA", "the long-term access key of an IAM user", 0)]
    public async Task Explain_UnknownAccessKey_SaysSo(string id, string expected, int exitCode)
    {
        var result = await Cli.RunAsync("explain", id, "-t", await Cli.RotatedAsync("lab"));

        Assert.That(result.Output.ReplaceLineEndings(" "), Does.Contain(expected));
        Assert.That(result.ExitCode, Is.EqualTo(exitCode));
    }

    [Test]
    public async Task Explain_StandardInput_IsRead()
    {
        Cli.Input = "running …\nundefined vars: divx-lab\n";

        var result = await Cli.RunAsync("explain", "-");

        Assert.That(result.Output, Does.Contain("Concourse found no secret of that name."));
        Assert.That(Cli.Aws.Calls, Is.Empty);
    }

    private async Task<(string File, LocalIdentity Old)> RotatedTwiceAsync(TimeSpan after)
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Time.Advance(after);
        await Cli.RunAsync("rotate", file);
        return (file, Cli.Aws.Sts.Sessions[0]);
    }
}
