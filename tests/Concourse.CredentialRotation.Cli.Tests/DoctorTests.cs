using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>doctor</c> finds, and what it does to find it.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class DoctorTests : CliFixture
{
    private const string ExternalId = "concourse/example-team";
    private const string SharedTemplate = "/concourse-shared/{{.Secret}}";

    [SetUp]
    public void LockRole() => Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(RequiredExternalId: ExternalId));

    [TestCase(80)]
    [TestCase(160)]
    public async Task Doctor_OkAndProblems_AreShown(int width)
    {
        await Cli.RotatedAsync("divx-lab");
        var file = Cli.WriteFile("example-team.json", CliHarness.TeamJson(CliHarness.Team,
            CliHarness.AccountJson("divx-lab"),
            """{"name":"open","roleArn":"arn:aws:iam::123456789999:role/open"}""",
            """{"name":"denied","roleArn":"arn:aws:iam::123456789999:role/denied"}"""));
        Cli.Aws.Sts.Role("arn:aws:iam::123456789999:role/denied", new LocalRole(IsDenied: true));
        Cli.Width = width;

        var result = await Cli.RunAsync("doctor", file);

        Snapshot.Check($"doctor-{width}", result.Output);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Doctor_AllIsWell_IsFineAndSaysWhatWasNotChecked()
    {
        var result = await Cli.RunAsync("doctor", await Cli.RotatedAsync("lab"), "--shared-template", SharedTemplate, "-o", "json");

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(Checks(result), Is.EquivalentTo(new[]
        {
            "caller note", "role ok", "secrets ok", "writer ok", "reader ok", "writer notChecked", "paths ok", "paths notChecked",
        }));
    }

    [Test]
    public async Task Doctor_AnyTeam_ChangesNothing()
    {
        var file = await Cli.RotatedAsync("lab");
        var before = State();
        Cli.Aws.ForgetCalls();

        await Cli.RunAsync("doctor", file);

        Assert.That(State(), Is.EqualTo(before));
        Assert.That(Cli.Aws.Calls.Select(call => call.Operation).Distinct(), Is.EquivalentTo(new[] { "GetCallerIdentity", "AssumeRole", "DescribeSecret", "UpdateSecretVersionStage", "GetSecretValue" }));

        string State() => string.Join(' ', Fleet.Secrets("lab").SelectMany(name => Cli.Aws.Secrets.VersionIds(name).Append(Cli.Aws.Secrets.CurrentVersionId(name))));
    }

    [Test]
    public async Task Doctor_RoleThatRequiresAnExternalIdOnlyIfThereIsOne_IsAProblem()
    {
        // As with StringEqualsIfExists: another external ID is rejected, and none is not.
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(RequiredExternalId: ExternalId, AdmitsNoExternalId: true));

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Messages(result, "role"), Has.One.StartsWith("The role can be assumed without an external ID"));
    }

    [Test]
    public async Task Doctor_SessionTagsThatAreNotAllowed_AreNamed()
    {
        Cli.Aws.Policy = IamPolicy.Parse("""{"Statement":[{"Action":["sts:AssumeRole","secretsmanager:DescribeSecret"],"Resource":"*"}]}""");
        var file = Cli.WriteFile("team.json", CliHarness.TeamJson(CliHarness.Team, CliHarness.AccountJson("lab", ""","session":{"tags":{"a":"b"},"sourceIdentity":"concourse"}""")));

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Messages(result, "role"), Is.EqualTo(new[] { "The role can be assumed, but not with session tags and a source identity." }));
        Assert.That(result.Output, Does.Contain("Allow sts:TagSession and sts:SetSourceIdentity both in the role"));
    }

    [Test]
    public async Task Doctor_SessionOfAnotherRole_IsAProblem()
    {
        Cli.Aws.Sts.Role(CliHarness.RoleArn, new LocalRole(RequiredExternalId: ExternalId, SessionRoleArn: "arn:aws:iam::123456789999:role/other"));

        var result = await Cli.RunAsync("doctor", Cli.WriteTeam(CliHarness.Team, "lab"), "-o", "json");

        Assert.That(Messages(result, "role"), Has.One.Contains("not a session of"));
    }

    [Test]
    public async Task Doctor_CallerThatMayNotPromote_IsAProblem()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Checks(result), Has.Member("writer problem"));
    }

    [Test]
    public async Task Doctor_SessionThatCannotBeVerified_IsAProblemOfThatAccountOnly()
    {
        var file = await Cli.RotatedAsync("lab", "other");
        var execution = Cli.Aws.Sts.ExecutionRole.AccessKeyId;
        Cli.Aws.On(call => call.Operation is "GetCallerIdentity" && call.AccessKeyId != execution).Nth(1).Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Messages(result, "role"), Has.One.StartsWith("AccessDenied (HTTP 403) from sts:GetCallerIdentity").And.One.StartsWith("The role can be assumed, and only for its own team."));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Doctor_AccessKeyOfATornSetIsMissing_CannotCheckTheReader()
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.Secrets.Remove("/concourse/example-team/lab-access-key");

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Messages(result, "reader"), Is.EqualTo(new[] { "The secret /concourse/example-team/lab-access-key does not exist." }));
    }

    [TestCase("User: arn:aws:sts::123456789012:assumed-role/kms-admin/me is not authorized to perform: secretsmanager:GetSecretValue", "reader notChecked")]
    [TestCase("User is not authorized to perform: secretsmanager:GetSecretValue", "reader notChecked")]
    [TestCase("Access to KMS is not allowed", "reader problem")]
    public async Task Doctor_CallerThatMayNotRead_IsNotCheckedUnlessTheKeyIsTheReason(string message, string expected)
    {
        var file = await Cli.RotatedAsync("lab");
        Cli.Aws.On("GetSecretValue").Respond(new Fault.Refused("denied", "AccessDeniedException", message));

        var result = await Cli.RunAsync("doctor", file, "-o", "json");

        Assert.That(Checks(result), Has.Member(expected));
    }

    [Test]
    public async Task Doctor_DefaultTemplatesOfConcourse_ShowThatOtherTeamsCanRead()
    {
        var result = await Cli.RunAsync("doctor", await Cli.RotatedAsync("lab"), "-o", "json");

        Assert.That(Messages(result, "paths"), Has.One.StartsWith("Every other team can read the secret '/concourse/example-team/lab-access-key'").And.One.Contains("var_sources"));
    }

    [Test]
    public async Task Doctor_TemplateWithoutASecret_IsAnError()
    {
        var result = await Cli.RunAsync("doctor", Cli.WriteTeam(CliHarness.Team, "lab"), "--team-template", "/concourse/{{.Team}}");

        Assert.That(result.Error, Does.StartWith("error: The team template '/concourse/{{.Team}}' must have {{.Secret}}"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    private static IEnumerable<string> Checks(CliResult result) => result.Json["checks"]!.AsArray().Select(check => $"{check!["check"]} {check["result"]}");

    private static IEnumerable<string> Messages(CliResult result, string check) =>
        result.Json["checks"]!.AsArray().Where(one => $"{one!["check"]}" == check).Select(one => $"{one!["message"]}");
}
