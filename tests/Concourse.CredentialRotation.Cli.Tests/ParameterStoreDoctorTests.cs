using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>doctor</c> checks in Parameter Store.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ParameterStoreDoctorTests : ParameterStoreFixture
{
    [SetUp]
    public void LockRole() => Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(RequiredExternalId: "concourse/example-team"));

    [TestCase(80)]
    [TestCase(160)]
    public async Task Doctor_OkAndProblems_AreShown(int width)
    {
        await Cli.RotatedAsync("divx-lab");
        await RotatedAsync("combined", "combined");
        Cli.Aws.Parameters.Write($"{Fleet.Prefix}foreign", "value", type: "String");
        var file = Cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team,
            CliHarness.AccountJson("divx-lab"),
            CliHarness.AccountJson("new"),
            CliHarness.AccountJson("combined", ""","layout":"combined" """),
            CliHarness.AccountJson("foreign", ""","layout":"combined" """)));
        Cli.Width = width;

        var result = await Cli.RunAsync("doctor", file, "--shared-path", "/concourse");

        Snapshot.Check($"parameter-store-doctor-{width}", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    // Concourse has no shared path for Parameter Store by default, so its defaults are safe.
    [TestCase("separate", "caller note, role ok, secrets ok, writer ok, reader ok, writer notChecked, paths ok, paths notChecked")]
    [TestCase("combined", "caller note, role ok, secrets ok, reader ok, writer notChecked, paths ok, paths notChecked")]
    public async Task Doctor_AllIsWell_IsFineAndSaysWhatWasNotChecked(string layout, string checks)
    {
        var result = await Cli.RunAsync("doctor", await RotatedAsync("lab", layout), "-o", "json");

        Assert.That(Checks(result), Is.EqualTo(checks.Split(", ")));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [Test]
    public async Task Doctor_AnyTeam_ReadsNoValueButThatOfTheAccessKey()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.ForgetCalls();

        await Cli.RunAsync("doctor", file);

        Assert.That(Operations, Is.EquivalentTo(new[] { "GetCallerIdentity", "AssumeRole", "DescribeParameters", "GetParameters", "GetParameter" }));
        Assert.That(Cli.Aws.Calls.Where(call => call.Operation.StartsWith("Get", StringComparison.Ordinal) && !call.IsSts).Select(call => call.Resource), Is.All.EqualTo($"{Fleet.Prefix}lab-access-key"));
    }

    [Test]
    public async Task Doctor_CallerThatCouldNotRollBack_IsAProblem()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.On("GetParameters").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Checks(result), Has.Member("writer problem"));
        Assert.That(result.Output, Does.Contain("must allow ssm:GetParameters on").And.Contain("it writes nothing that it could not roll back"));
    }

    [TestCase("AccessDeniedException", "User is not authorized to perform: ssm:GetParameter", "reader notChecked")]
    [TestCase("AccessDeniedException", "User is not authorized to perform: kms:Decrypt", "reader problem")]
    [TestCase("InvalidKeyId", "The key is disabled.", "reader problem")]
    public async Task Doctor_CallerThatMayNotRead_IsNotCheckedUnlessTheKeyIsTheReason(string code, string message, string expected)
    {
        var file = await RotatedAsync("lab", "combined");
        Cli.Aws.On("GetParameter").Respond(new Fault.Refused("denied", code, message));

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Checks(result), Has.Member(expected));
    }

    [Test]
    public async Task Doctor_ParameterOfTheAccessKeyIsMissing_IsNotRead()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.Parameters.Remove($"{Fleet.Prefix}lab-access-key");

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Checks(result), Has.Member("secrets problem").And.Member("reader notChecked"));
    }

    [Test]
    public async Task Doctor_SharedPathAboveTheTeams_IsAProblem()
    {
        var result = await Cli.RunAsync("doctor", await RotatedAsync("lab", "combined"), "--shared-path", "/concourse", "-o", "json");

        Assert.That(result.Output, Does.Contain("Every other team can read the secret '/concourse/example-team/lab'").And.Contain("by the shared path '/concourse'").And.Contain("set CONCOURSE_AWS_SSM_SHARED_PATH to /concourse-shared, for example"));
    }

    [Test]
    public async Task Doctor_TeamTemplateThatDoesNotFindTheParameters_NamesItsSetting()
    {
        var result = await Cli.RunAsync("doctor", await RotatedAsync("lab", "combined"), "--team-template", "/teams/{{.Team}}/{{.Secret}}", "--pipeline-template", "/teams/{{.Team}}/{{.Pipeline}}/{{.Secret}}", "-o", "json");

        Assert.That(result.Output, Does.Contain("does not match the pipeline template '/teams/{{.Team}}/{{.Pipeline}}/{{.Secret}}' or the team template '/teams/{{.Team}}/{{.Secret}}'").And.Contain("set CONCOURSE_AWS_SSM_TEAM_SECRET_TEMPLATE"));
    }

    [TestCase("parameter-store", "--shared-template", "/shared/{{.Secret}}", "--shared-template is for Secrets Manager. For Parameter Store, Concourse has a path instead: --shared-path.")]
    [TestCase("secrets-manager", "--shared-path", "/shared", "--shared-path is for Parameter Store. For Secrets Manager, Concourse has a template instead: --shared-template.")]
    public async Task Doctor_OptionOfTheOtherStore_IsAnError(string store, string option, string value, string error)
    {
        Cli.Set("SECRET_STORE", store);

        var result = await Cli.RunAsync("doctor", Cli.WriteTeam(CliHarness.Team, "lab"), option, value);

        Assert.That(result.Error, Is.EqualTo($"error: {error}\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    private static IEnumerable<string> Checks(CliResult result) => result.Json["checks"]!.AsArray().Select(check => $"{check!["check"]} {check["result"]}");
}
