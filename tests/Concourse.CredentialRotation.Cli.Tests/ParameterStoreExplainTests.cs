using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>How <c>explain</c> finds the session of an access key in Parameter Store.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ParameterStoreExplainTests : ParameterStoreFixture
{
    [TestCase(80)]
    [TestCase(160)]
    public async Task Explain_ExpiredSessionThatWasReplacedInTime_BlamesTheStep(int width)
    {
        var file = await RotatedAsync("lab", "separate");
        await RotateAgainAsync(file, times: 1);
        Cli.Time.Advance(TimeSpan.FromMinutes(14));
        Cli.Width = width;

        var result = await Cli.RunAsync("explain", "ExpiredToken", Cli.Aws.Sts.Sessions[0].AccessKeyId, "--teams", file);

        Snapshot.Check($"parameter-store-explain-{width}", result.Output);
        Assert.That(result.ExitCode, Is.Zero);
    }

    [TestCase("separate", 0, "earlier", 1)]
    [TestCase("separate", 3, "current", 4)]
    [TestCase("combined", 0, "earlier", 1)]
    [TestCase("combined", 2, "earlier", 3)]
    [TestCase("combined", 3, "current", 4)]
    [TestCase("both", 1, "earlier", 2)]
    public async Task Explain_AnyVersion_IsFoundWithItsRotation(string layout, int session, string stage, int version)
    {
        var file = await RotatedAsync("lab", layout);
        await RotateAgainAsync(file, times: 3);

        var found = (await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[session].AccessKeyId, "-t", file, "-o", "json")).Json["session"]!;

        Assert.That($"{found["stage"]}", Is.EqualTo(stage));
        Assert.That(found["version"]!.GetValue<int>(), Is.EqualTo(version));
        Assert.That((DateTimeOffset)found["rotatedAt"]!, Is.EqualTo(new DateTimeOffset(2026, 11, 26, 3, 4, 5, TimeSpan.Zero).AddMinutes(50 * session)));
        Assert.That((DateTimeOffset?)found["replacedAt"], Is.EqualTo(stage is "current" ? null : (DateTimeOffset?)new DateTimeOffset(2026, 11, 26, 3, 54, 5, TimeSpan.Zero).AddMinutes(50 * session)));
    }

    // The history begins with the oldest version, and the newest are on the last page.
    [Test]
    public async Task Explain_HistoryOfSeveralPages_IsReadToItsEnd()
    {
        Cli.Aws.Parameters.PageSize = 2;
        var file = await RotatedAsync("lab", "separate");
        await RotateAgainAsync(file, times: 4);

        var result = await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[4].AccessKeyId, "-t", file, "-o", "json");

        Assert.That($"{result.Json["session"]!["stage"]}", Is.EqualTo("current"));
    }

    [TestCase("separate", "lab-access-key")]
    [TestCase("combined", "lab")]
    public async Task Explain_AccessKey_ReadsOnlyTheHistoryThatHasAccessKeys(string layout, string read)
    {
        var file = await RotatedAsync("lab", layout);
        Cli.Aws.ForgetCalls();

        await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[0].AccessKeyId, "-t", file);

        Assert.That(Operations, Is.EqualTo(new[] { "GetParameterHistory", "DescribeParameters" }));
        Assert.That(Cli.Aws.Calls.Single(call => call.Operation is "GetParameterHistory").Resource, Is.EqualTo(Fleet.Prefix + read));
    }

    [Test]
    public async Task Explain_ValueOfAnotherTool_HasNoRotation()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}lab-access-key", "ASIAAAAAAAAAAAAAAAAA");

        var result = await Cli.RunAsync("explain", "ASIAAAAAAAAAAAAAAAAA", "-t", file, "-o", "json");

        Assert.That(result.Json["session"]!["version"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That(result.Json["session"]!["rotationId"], Is.Null);
    }

    [Test]
    public async Task Explain_WithoutPermission_NamesIt()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.On("GetParameterHistory").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("explain", Cli.Aws.Sts.Sessions[0].AccessKeyId, "-t", file);

        Assert.That(result.Output, Does.Contain("The access keys of 1 account could not be read: example-team/lab.").And.Contain("must allow ssm:GetParameterHistory on /concourse/example-team/lab-access-key"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Explain_UnknownAccessKey_SaysWhereItWasLookedFor()
    {
        var file = Cli.WriteTeam(CliHarness.Team, "new");

        var result = await Cli.RunAsync("explain", "ASIAAAAAAAAAAAAAAAAA", "-t", file, "-o", "json");

        Assert.That($"{result.Json["cause"]}", Does.StartWith("None of the 1 account has this access key in any of the last 100 versions of its parameters."));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    // With Secrets Manager, it is the task that may not read a parameter.
    [TestCase("parameter-store", "secretDenied")]
    [TestCase("secrets-manager", "accessDenied")]
    public async Task Explain_ReadingThatIsDenied_IsConcoursesOwnInItsStore(string store, string kind)
    {
        Cli.Set("SECRET_STORE", store);

        var result = await Cli.RunAsync("explain", "AccessDeniedException: User: … is not authorized to perform: ssm:GetParametersByPath on resource: …", "-o", "json");

        Assert.That($"{result.Json["errorKind"]}", Is.EqualTo(kind));
    }

    private async Task RotateAgainAsync(string file, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Cli.Time.Advance(TimeSpan.FromMinutes(50));
            Assert.That((await Cli.RunAsync("rotate", file)).Output, Does.Contain("1 rotated"));
        }
    }
}
