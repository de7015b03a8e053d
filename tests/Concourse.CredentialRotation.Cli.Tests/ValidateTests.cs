using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Cli.Tests;

/// <summary>What <c>validate</c> finds, and where.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ValidateTests : CliFixture
{
    [Test]
    public async Task Validate_ValidTeam_FindsNothingAndCallsNothing()
    {
        var result = await Cli.RunAsync("validate", Cli.WriteTeam("blue", "lab"));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
        Assert.That(result.Output, Is.Empty);
        Assert.That(result.Error, Is.EqualTo("1 file, 1 valid team with 1 account: 0 errors, 0 warnings.\n"));
        Assert.That(Cli.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Validate_TeamsOfTheFleetExample_AreValid()
    {
        var result = await Cli.RunAsync("validate", Path.Combine(AppContext.BaseDirectory, "fleet"));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    // The place is that of the wrong value, of the wrong name, or of the object that lacks a field.
    [TestCase("""{ "name": "", "accounts": [] }""", "1:11: error: name: must not be empty", "1:27: error: accounts: must have at least one account")]
    [TestCase("{\n  \"name\": \"é漢😀\", \"renewAfter\": 1.5,\n  \"accounts\": []\n}", "2:11: error: name: must consist of A-Z", "2:33: error: renewAfter: must be a whole number of seconds, but was '1.5'", "3:15: error: accounts")]
    [TestCase("""{"name":"t","accounts":[{"name":"a"}]}""", "1:25: error: accounts[0].roleArn: must not be empty")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789012:role/ci","sesion":{}}]}""", "1:83: error: accounts[0].sesion: is unknown; did you mean 'session'?")]
    [TestCase("""{"name":"t","accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789012:role/ci","session":{"policyArns":["x"]}}]}""", "1:108: error: accounts[0].session.policyArns[0]: must be the ARN of an IAM policy")]
    [TestCase("""[]""", "1:1: error: (root): must be an object")]
    [TestCase("""{"name":"t","renewAftr":1000,"accounts":[{"name":"a","roleArn":"arn:aws:iam::123456789012:role/ci"}]}""", "1:13: warning: renewAftr: is unknown and is ignored; did you mean 'renewAfter'?")]
    [TestCase("{\n\"name\": }", "2:9: error: (root): must be valid JSON: '}' is an invalid start of a value.")]
    [TestCase("{\"name\":\"t\"", "1:12: error: (root): must be valid JSON: ")]
    [TestCase("", "1:1: error: (root): must be valid JSON: ")]
    [TestCase("{} {}", "1:4: error: (root): must be valid JSON: ")]
    [TestCase("""{"name":"t","name":"u"}""", "1:13: error: (root): must be valid JSON without duplicate properties, but 'name' is there twice")]
    [TestCase("""{"name":"\ud800","accounts":[]}""", "1:9: error: (root): must be a string of valid Unicode")]
    [TestCase("\uFEFF{}", "1:1: error: (root): must be UTF-8 without a byte order mark")]
    public async Task Validate_Problems_HaveTheirPlaces(string json, params string[] expected)
    {
        var result = await Cli.RunAsync("validate", Cli.WriteFile("team.json", json));

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(expected.Length), result.ToString());
        foreach (var (line, start) in lines.Zip(expected))
        {
            Assert.That(line, Does.StartWith($"team.json:{start}"));
        }
    }

    [Test]
    public async Task Validate_LongNamesThatBeginAlikeOrHaveADot_AreDifferent()
    {
        var tag = new string('k', 100);
        var account = CliHarness.AccountJson("a", $$""","session":{"tags":{"{{tag}}1":"","{{tag}}2":""},"policy":{"a.b":1,"a":{"b":2} } }""");

        var result = await Cli.RunAsync("validate", Cli.WriteFile("team.json", CliHarness.TeamJson("t", account)));

        Assert.That(result.ExitCode, Is.Zero, result.ToString());
    }

    [Test]
    public async Task Validate_WarningsOnly_IsFine()
    {
        var result = await Cli.RunAsync("validate", Cli.WriteFile("team.json", $$"""{"owner":"me","name":"t","accounts":[{{CliHarness.AccountJson("a")}}]}"""));

        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Error, Does.EndWith("0 errors, 1 warning.\n"));
    }

    [Test]
    public async Task Validate_TeamInTwoFiles_IsAnErrorInTheSecond()
    {
        Cli.WriteFile("teams/a.json", CliHarness.TeamJson("blue", CliHarness.AccountJson("lab")));
        Cli.WriteFile("teams/b.json", CliHarness.TeamJson("blue", CliHarness.AccountJson("lab")));

        var result = await Cli.RunAsync("validate", Cli.PathOf("teams"));

        Assert.That(result.Output, Is.EqualTo("teams/b.json:1:9: error: name: must be unique, but teams/a.json:1:9 also has the team 'blue'\n"));
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }

    [Test]
    public async Task Validate_FileByItselfAndInItsFolder_IsReadOnce()
    {
        var file = Cli.WriteFile("teams/a.json", CliHarness.TeamJson("blue", CliHarness.AccountJson("lab")));

        var result = await Cli.RunAsync("validate", file, Cli.PathOf("teams"));

        Assert.That(result.Error, Does.StartWith("1 file"));
    }

    [Test]
    public async Task Validate_StandardInput_IsRead()
    {
        Cli.Input = "{}";

        var result = await Cli.RunAsync("validate", "-");

        Assert.That(result.Output, Does.StartWith("(stdin):1:1: error: name: must not be empty\n"));
    }

    [Test]
    public async Task Validate_AllowedRolesInASettingsFile_AreHonored()
    {
        var settings = Cli.WriteFile("settings.json", """{ "AllowedRoles": [{ "RoleArn": "arn:aws:iam::*:role/other" }] }""");

        var result = await Cli.RunAsync("validate", Cli.WriteTeam("blue", "lab"), "--settings", settings);

        Assert.That(result.Output, Does.Contain("accounts[0].roleArn: must be a role that the team may use (setting AllowedRoles)"));
    }

    [Test]
    public async Task Validate_SettingsInTheVariable_AreHonored()
    {
        Cli.Set("CREDENTIAL_ROTATION_SETTINGS", """{ "PathPrefix": "/ci/" , "PathTemplate": "/ci/{{.Team}}/{{.Account}}" }""");
        Cli.Set("SECRETS_MANAGER_PATH", "/concourse/{{.Team}}/{{.Account}}");

        var result = await Cli.RunAsync("validate", Cli.WriteTeam("blue", "lab"));

        Assert.That(result.Error, Does.Contain("must return names below '/ci/'"));
        Assert.That(result.ExitCode, Is.EqualTo(1));
    }

    [Test]
    public async Task Validate_InvalidSettingsFile_NamesTheFileAndTheSetting()
    {
        var settings = Cli.WriteFile("settings.json", """{ "MinimunAge": "00:01:00", "MaxConcurrency": 0 }""");

        var result = await Cli.RunAsync("validate", Cli.WriteTeam("blue", "lab"), "--settings", settings);

        Assert.That(result.Error, Is.EqualTo(
            "error: The settings are invalid: settings.json.MaxConcurrency: must be 1 to 64, but was 0; settings.json.MinimunAge: is not a setting; did you mean settings.json.MinimumAge?.\n"));
    }

    [Test]
    public async Task Validate_AsJson_HasWhatTheTextHas()
    {
        var result = await Cli.RunAsync("validate", Cli.WriteFile("team.json", """{ "name": "t", "accounts": [] }"""), "--output", "json");

        Assert.That(result.Json.ToJsonString(), Is.EqualTo(
            """{"formatVersion":1,"command":"validate","files":1,"teams":0,"accounts":0,"problems":[{"file":"team.json","line":1,"column":28,"severity":"error","field":"accounts","message":"must have at least one account"}]}"""));
        Assert.That(result.Error, Is.Empty);
        Assert.That(result.ExitCode, Is.EqualTo(2));
    }
}
