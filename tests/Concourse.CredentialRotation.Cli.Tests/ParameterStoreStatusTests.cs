using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>The choice of the store, and what <c>validate</c>, <c>rotate</c> and <c>status</c> do with Parameter Store.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ParameterStoreStatusTests : ParameterStoreFixture
{
    [Test]
    public async Task Settings_UnknownStore_IsTheErrorOfTheFunction()
    {
        Cli.Set("SECRET_STORE", "vault");

        var result = await Cli.RunAsync("status", Cli.WriteTeam(CliHarness.Team, "lab"));

        Assert.That(result.Error, Is.EqualTo("error: The settings are invalid: SECRET_STORE: must be secrets-manager or parameter-store, but was 'vault'.\n"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Settings_OfSecretsManager_HaveNoEffectAndAreAnError()
    {
        var settings = Cli.WriteFile("settings.json", """{ "SecretsManager": { "MaxWritesPerSecond": 20 } }""");

        var result = await Cli.RunAsync("status", Cli.WriteTeam(CliHarness.Team, "lab"), "--settings", settings);

        Assert.That(result.Error, Does.StartWith("error: The settings are invalid: settings.json.SecretsManager"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Validate_NameThatParameterStoreDoesNotAllow_IsAProblem()
    {
        var result = await Cli.RunAsync("validate", Cli.WriteTeam(CliHarness.Team, "divx@lab"));

        Assert.That(result.Output, Does.Contain("which Parameter Store does not allow"));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [TestCase("separate", "lab-access-key lab-secret-key lab-session-token")]
    [TestCase("combined", "lab")]
    [TestCase("both", "lab lab-access-key lab-secret-key lab-session-token")]
    public async Task Rotate_Layout_WritesItsParametersAndNoSecret(string layout, string names)
    {
        var result = await Cli.RunAsync("rotate", WriteTeam("lab", layout));

        Assert.That(result.Output, Does.Contain("1 account: 1 rotated."));
        Assert.That(Cli.Aws.Parameters.Names, Is.EquivalentTo(names.Split(' ').Select(name => Fleet.Prefix + name)));
        Assert.That(Cli.Aws.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_FreshCredentials_AreSkipped()
    {
        var result = await Cli.RunAsync("rotate", await RotatedAsync("lab", "separate"));

        Assert.That(result.Output, Does.Contain("1 account: 1 skipped."));
    }

    [TestCase(80)]
    [TestCase(160)]
    public async Task Status_AllConditions_AreShown(int width)
    {
        var file = await InAllConditionsAsync();
        Cli.Width = width;

        var result = await Cli.RunAsync("status", file);

        Snapshot.Check($"parameter-store-status-{width}", result.Output);
        Assert.That(result.Output.Split('\n').Max(line => line.Length), Is.LessThanOrEqualTo(width));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Status_AsJson_HasAllConditions()
    {
        var result = await Cli.RunAsync("status", await InAllConditionsAsync(), "-o", "json");

        Snapshot.Check("parameter-store-status-json", result.Output);
        Assert.That(result.Json["accounts"]!.AsArray().Select(account => $"{account!["condition"]}"), Is.EqualTo(
            new[] { "whole", "expiring", "expired", "torn", "torn", "missing", "otherTool", "whole" }));
    }

    [TestCase("separate", "lab-access-key")]
    [TestCase("combined", "lab")]
    [TestCase("both", "lab-access-key")]
    public async Task Status_Layout_ReadsOnlyTheValueThatHasTheAccessKey(string layout, string read)
    {
        var file = await RotatedAsync("lab", layout);
        Cli.Aws.ForgetCalls();

        var result = await Cli.RunAsync("status", file);

        Assert.That(result.Output, Does.Contain(Cli.Aws.Sts.Sessions.Single().AccessKeyId));
        Assert.That(Operations, Is.EqualTo(new[] { "DescribeParameters", "GetParameter" }));
        Assert.That(Cli.Aws.Calls.Single(call => call.Operation is "GetParameter").Resource, Is.EqualTo(Fleet.Prefix + read));
        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [Test]
    public async Task Status_CombinedLayout_HasTheExactExpiration()
    {
        var result = await Cli.RunAsync("status", await RotatedAsync("lab", "combined", ""","duration":1800"""), "-o", "json");

        Assert.That($"{result.Json["accounts"]![0]!["expiration"]}", Is.EqualTo("2026-11-26T03:34:05Z"));
        Assert.That(result.Json["accounts"]![0]!["isExpirationEstimated"]!.GetValue<bool>(), Is.False);
    }

    // The expiration is in the value, and the rotation in the description, which was read before.
    [Test]
    public async Task Status_ParameterThatIsWrittenMeanwhile_DoesNotMixTwoRotations()
    {
        var file = await RotatedAsync("lab", "combined");
        Cli.Aws.On("GetParameter").Do(() => Cli.Aws.Parameters.Write($"{Fleet.Prefix}lab", """{"Expiration":"2030-01-01T00:00:00Z"}"""));

        var result = await Cli.RunAsync("status", file, "-o", "json");

        Assert.That($"{result.Json["accounts"]![0]!["expiration"]}", Is.EqualTo("2026-11-26T04:04:05Z"));
        Assert.That(result.Json["accounts"]![0]!["isExpirationEstimated"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task Status_MetadataOnly_ReadsNoValue()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.ForgetCalls();

        var result = await Cli.RunAsync("status", file, "--metadata-only");

        Assert.That(Operations, Is.EqualTo(new[] { "DescribeParameters" }));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Status_WithoutPermissionToReadValues_NamesIt()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.On("GetParameter").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("status", file);

        Assert.That(result.Output, Does.Contain("whole").And.Contain("unknown").And.Contain("ssm:GetParameter on /concourse/example-team/lab-access-key"));
        Assert.That(result.ExitCode, Is.Zero);
    }

    [Test]
    public async Task Status_UnreadableParameters_IsAnErrorWithItsRemedy()
    {
        var file = await RotatedAsync("lab", "separate");
        Cli.Aws.On("DescribeParameters").Respond(Fault.AccessDenied);

        var result = await Cli.RunAsync("status", file);

        Assert.That(result.Output, Does.Contain("unreadable: example-team/lab").And.Contain("must allow ssm:DescribeParameters on all resources"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }
}
