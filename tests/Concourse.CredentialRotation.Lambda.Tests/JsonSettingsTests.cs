using System.Text.Json.Nodes;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>Settings in the JSON of one variable, as the Terraform module passes them.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class JsonSettingsTests
{
    private const string Variable = "CREDENTIAL_ROTATION_SETTINGS";

    [Test]
    public async Task Start_SettingsInJson_AreHonored()
    {
        await using var harness = await FunctionHarness.StartAsync((Variable, """
            {
              "PathTemplate": "/concourse/ci/{{.Team}}/aws/{{.Account}}",
              "MaxConcurrency": 2,
              "minimumAge": "00:00:00",
              "PathPrefix": null,
              "AllowedRoles": [{ "Team": "team", "RoleArn": "arn:aws:iam::*:role/la*" }, { "AccountId": "1" }],
              "SecretsManager": {
                "KmsKeyId": "alias/concourse",
                "Tags": { "cost-center": "4711", "platform:owner": "ci", "a name": "" }
              }
            }
            """));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var again = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));
        var other = await harness.InvokeAsync(FunctionHarness.Event("team", "other"));

        const string name = "/concourse/ci/team/aws/lab-access-key";
        Assert.That(JsonNode.Parse(again.Json)!["accounts"]![0]!["outcome"]!.GetValue<string>(), Is.EqualTo("rotated"));
        Assert.That(harness.Aws.Secrets.KmsKeyId(name), Is.EqualTo("alias/concourse"));
        Assert.That(harness.Aws.Secrets.Tags(name), Is.EquivalentTo(new Dictionary<string, string> { ["cost-center"] = "4711", ["platform:owner"] = "ci", ["a name"] = "" }));
        Assert.That(other.IsError, Is.True, "The role is not allowed.");
    }

    // The Terraform module's own tests compare the file with what the module passes.
    [Test]
    public async Task Start_SettingsOfTheTerraformModule_AreHonored()
    {
        var json = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "settings.json"));
        await using var harness = await FunctionHarness.StartAsync((Variable, json));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(result.IsError, Is.False, result.Json);
        foreach (var name in new[] { "/concourse/team/lab-access-key", "/concourse/team/lab" })
        {
            Assert.That(harness.Aws.Secrets.Tags(name), Is.EquivalentTo(new Dictionary<string, string> { ["cost-center"] = "4711", ["platform:owner"] = "CI team" }), name);
        }
    }

    [Test]
    public async Task Start_SettingInJsonAndInVariable_VariableWins()
    {
        await using var harness = await FunctionHarness.StartAsync(
            (Variable, """{ "ExternalIdPrefix": "blue/", "SecretsManager": { "KmsKeyId": "alias/blue", "Tags": { "owner": "blue", "stack": "ci" } } }"""),
            ("CREDENTIALROTATION__EXTERNALIDPREFIX", "concourse/"),
            ("CredentialRotation__SecretsManager__KmsKeyId", "alias/green"),
            ("CredentialRotation__SecretsManager__Tags__owner", "green"));

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        const string name = "/concourse/team/lab-access-key";
        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That(harness.Aws.Secrets.KmsKeyId(name), Is.EqualTo("alias/green"));
        Assert.That(harness.Aws.Secrets.Tags(name), Is.EquivalentTo(new Dictionary<string, string> { ["owner"] = "green", ["stack"] = "ci" }));
    }

    [Test]
    public async Task Start_SeveralWrongSettingsInJsonAndVariables_AreReportedAtOnceAsTheyAreWritten()
    {
        await using var harness = await FunctionHarness.StartAsync(
            (Variable, """
                {
                  "PathTemplate": "/ci/{{.Account}}",
                  "MinimunAge": "00:10:00",
                  "minimumAge": "abc",
                  "MaxConcurrency": 65,
                  "AllowedRoles": [{ "Team": "blue" }, { "Tem": "blue", "RoleArn": "ci" }],
                  "SecretsManager": { "PromotionReserve": "00:00:04", "MaxWritesPerSecond": true }
                }
                """),
            ("CredentialRotation__MaxConcurrency", "0"),
            ("CredentialRotation__CalTimeout", "1"));

        await harness.InitErrorAsync();

        Assert.That(Errors(harness), Is.EquivalentTo(new[]
        {
            "CREDENTIAL_ROTATION_SETTINGS.PathTemplate: the template '/ci/{{.Account}}' must have {{.Team}} as a path segment of its own, because otherwise one team could write another's secrets",
            "CREDENTIAL_ROTATION_SETTINGS.MinimunAge: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS.minimumAge?",
            "CREDENTIAL_ROTATION_SETTINGS.minimumAge: must be a duration such as 00:10:00, but was 'abc'",
            "CredentialRotation__MaxConcurrency: must be 1 to 64, but was 0",
            "CredentialRotation__CalTimeout: is not a setting; did you mean CredentialRotation__CallTimeout?",
            "CREDENTIAL_ROTATION_SETTINGS.AllowedRoles[1].Tem: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS.AllowedRoles[1].Team?",
            "CREDENTIAL_ROTATION_SETTINGS.AllowedRoles[1].RoleArn: must begin with arn: or be *, but was 'ci'",
            "CREDENTIAL_ROTATION_SETTINGS.CallTimeout: must be at most half of CREDENTIAL_ROTATION_SETTINGS.SecretsManager.PromotionReserve, but was 00:00:03, and half of 00:00:04 is 00:00:02",
            "CREDENTIAL_ROTATION_SETTINGS.SecretsManager.MaxWritesPerSecond: must be an integer, but was 'true'",
        }));
    }

    [TestCase("{", "must be a JSON object, but is not valid JSON (line 1, byte 2)")]
    [TestCase("{\n  \"MinimumAge\": 00:10:00 }", "must be a JSON object, but is not valid JSON (line 2, byte 18)")]
    [TestCase("[]", "must be a JSON object")]
    [TestCase("""{ "PathPrefix": "\ud800" }""", "must be a JSON object, but contains an invalid Unicode escape sequence")]
    public async Task Start_InvalidJson_IsOneErrorAmongTheOthers(string json, string problem)
    {
        await using var harness = await FunctionHarness.StartAsync((Variable, json), ("CredentialRotation__MaxConcurrency", "0"));

        await harness.InitErrorAsync();

        Assert.That(Errors(harness), Is.EquivalentTo(new[] { $"{Variable}: {problem}", "CredentialRotation__MaxConcurrency: must be 1 to 64, but was 0" }));
    }

    [TestCase("""{ "SecretsManager": { "MaxWritesPerSecond": 1, "maxWritesPerSecond": 2 } }""", "CREDENTIAL_ROTATION_SETTINGS.SecretsManager.maxWritesPerSecond: is set more than once; names are not case-sensitive")]
    [TestCase("""{ "SecretsManager": 1 }""", "CREDENTIAL_ROTATION_SETTINGS.SecretsManager: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS.SecretsManager.KmsKeyId?")]
    [TestCase("""{ "SecretsManager": { "Tags": { "aws:cost center": "" } } }""", "CREDENTIAL_ROTATION_SETTINGS.SecretsManager.Tags.aws:cost center: must have a key of 1 to 128 characters that does not start with 'aws:', and a value of at most 256 characters, but the key was 'aws:cost center'")]
    [TestCase("""{ "Minimum Age": "00:10:00" }""", "CREDENTIAL_ROTATION_SETTINGS.Minimum Age: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS.MinimumAge?")]
    public async Task Start_WrongSettingInJson_IsNamedByItsPath(string json, string problem)
    {
        await using var harness = await FunctionHarness.StartAsync((Variable, json));

        await harness.InitErrorAsync();

        Assert.That(Errors(harness), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public async Task Start_MisspelledVariable_IsNamed()
    {
        await using var harness = await FunctionHarness.StartAsync(("CREDENTIAL_ROTATION_SETINGS", "{}"));

        await harness.InitErrorAsync();

        Assert.That(Errors(harness), Is.EqualTo(new[] { "CREDENTIAL_ROTATION_SETINGS: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS?" }));
    }

    private static IReadOnlyList<string> Errors(FunctionHarness harness) =>
        [.. JsonNode.Parse(harness.Function.Log.Single())!["errors"]!.AsArray().Select(error => error!.GetValue<string>())];
}
