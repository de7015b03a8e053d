using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>What an operator sets in the function's environment.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ConfigurationTests
{
    [Test]
    public async Task Start_PathTemplateAndOptions_AreHonored()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRETS_MANAGER_PATH", "/concourse/ci/{{.Team}}/aws/{{.Account}}"),
            ("CredentialRotation__SecretsManager__KmsKeyId", "alias/concourse"),
            ("CredentialRotation__MinimumAge", "00:00:00"),
            ("CredentialRotation__SecretsManager__Tags__owner", "platform"));
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        var again = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        const string name = "/concourse/ci/team/aws/lab-access-key";
        Assert.That(JsonNode.Parse(again.Json)!["accounts"]![0]!["outcome"]!.GetValue<string>(), Is.EqualTo("rotated"));
        Assert.That(harness.Aws.Secrets.Names, Has.Member(name));
        Assert.That(harness.Aws.Secrets.KmsKeyId(name), Is.EqualTo("alias/concourse"));
        Assert.That(harness.Aws.Secrets.Tags(name), Is.EqualTo(new Dictionary<string, string> { ["owner"] = "platform" }));
    }

    [TestCase("parameter-store")]
    [TestCase("Parameter-Store")]
    public async Task Start_ParameterStore_KeepsTheSecretsThere(string store)
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRET_STORE", store),
            ("CREDENTIAL_ROTATION_SETTINGS", """{ "Layout": "combined", "ParameterStore": { "KmsKeyId": "alias/concourse", "MaxWritesPerSecond": 10, "Tags": { "cost-center": "4711" } } }"""));
        harness.Aws.Policy = null;

        var result = await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        const string name = "/concourse/team/lab";
        Assert.That(result.IsError, Is.False, result.Json);
        Assert.That((harness.Aws.Parameters.Names, harness.Aws.Secrets.Names), Is.EqualTo((new[] { name }, Array.Empty<string>())));
        Assert.That(harness.Aws.Parameters.KeyId(name), Is.EqualTo("alias/concourse"));
        Assert.That(harness.Aws.Parameters.Tags(name), Is.EqualTo(new Dictionary<string, string> { ["cost-center"] = "4711" }));
    }

    [Test]
    public async Task Start_WrongSettingsOfParameterStore_AreReportedAtOnceAsTheyAreWritten()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRET_STORE", "parameter-store"),
            ("CREDENTIAL_ROTATION_SETTINGS", """{ "ParameterStore": { "Teir": "Advanced", "Tier": "Free", "MaxWritesPerSecond": 0 }, "SecretsManager": { "KmsKeyId": "alias/x" } }"""));

        await harness.InitErrorAsync();

        Assert.That(Strings(JsonNode.Parse(harness.Function.Log.Single())!["errors"]), Is.EquivalentTo(new[]
        {
            "CREDENTIAL_ROTATION_SETTINGS.ParameterStore.Teir: is not a setting; did you mean CREDENTIAL_ROTATION_SETTINGS.ParameterStore.Tier?",
            "CREDENTIAL_ROTATION_SETTINGS.ParameterStore.Tier: must be Standard, Advanced or Intelligent-Tiering, but was 'Free'",
            "CREDENTIAL_ROTATION_SETTINGS.ParameterStore.MaxWritesPerSecond: must be 1 to 10000, but was 0",
            "CREDENTIAL_ROTATION_SETTINGS.SecretsManager.KmsKeyId: has no effect, because the secrets are kept in another store, whose settings are in CREDENTIAL_ROTATION_SETTINGS.ParameterStore",
        }));
    }

    [TestCase("combined", "/concourse/team/lab")]
    [TestCase("Both", "/concourse/team/lab", "/concourse/team/lab-access-key", "/concourse/team/lab-secret-key", "/concourse/team/lab-session-token")]
    public async Task Start_Layout_DecidesWhichSecretsThereAre(string layout, params string[] names)
    {
        await using var harness = await FunctionHarness.StartAsync(("CredentialRotation__Layout", layout));

        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(harness.Aws.Secrets.Names, Is.EqualTo(names));
    }

    [Test]
    public async Task Start_SeveralWrongSettings_AreReportedAtOnceByTheirVariables()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("SECRETS_MANAGER_PATH", "/ci/{{.Team}}/{{.Pipeline}}/{{.Account}}"),
            ("REQUIRE_TEAM_ALIAS", "yes"),
            ("AWS_REGION", ""),
            ("CredentialRotation_PathPrefix", "/ci/"),
            ("CredentialRotation__MinimunAge", "00:10:00"),
            ("CredentialRotation__MinimumAge", "abc"),
            ("CredentialRotation__AllowedRoles__0__Tem", "blue"),
            ("CredentialRotation__AllowedRoles__0__RoleArn", "ci"),
            ("CredentialRotation__SecretsManager__PromotionReserve", "00:00:04"),
            ("CredentialRotation__Layout", "three"),
            ("CREDENTIALROTATION__MAXCONCURRENCY", "0"));

        var error = await harness.InitErrorAsync();

        var line = JsonNode.Parse(harness.Function.Log.Single())!;
        Assert.That(Strings(line["errors"]), Is.EquivalentTo(new[]
        {
            "SECRETS_MANAGER_PATH: the template '/ci/{{.Team}}/{{.Pipeline}}/{{.Account}}' has the unknown placeholder '{{.Pipeline}}'; only {{.Team}} and {{.Account}} are allowed",
            "REQUIRE_TEAM_ALIAS: must be true or false, but was 'yes'",
            "AWS_REGION: must be set to the AWS Region of the secrets (Lambda sets it)",
            "CredentialRotation_PathPrefix: is not a setting; settings begin with CredentialRotation__ (two underscores)",
            "CredentialRotation__MinimunAge: is not a setting; did you mean CredentialRotation__MinimumAge?",
            "CredentialRotation__MinimumAge: must be a duration such as 00:10:00, but was 'abc'",
            "CredentialRotation__AllowedRoles__0__Tem: is not a setting; did you mean CredentialRotation__AllowedRoles__0__Team?",
            "CredentialRotation__AllowedRoles__0__RoleArn: must begin with arn: or be *, but was 'ci'",
            "CredentialRotation__CallTimeout: must be at most half of CredentialRotation__SecretsManager__PromotionReserve, but was 00:00:03, and half of 00:00:04 is 00:00:02",
            "CredentialRotation__Layout: must be separate, combined or both, but was 'three'",
            "CREDENTIALROTATION__MAXCONCURRENCY: must be 1 to 64, but was 0",
        }));
        Assert.That((line["level"] + " " + line["eventId"] + " " + line["eventName"]), Is.EqualTo("FATAL 104 settingsInvalid"));
        Assert.That((string?)line["message"], Is.EqualTo($"The settings are invalid: {string.Join("; ", Strings(line["errors"]))}."));
        Assert.That((string?)error["errorMessage"], Is.EqualTo((string?)line["message"]));
        Assert.That((string?)error["errorType"], Is.EqualTo("InvalidSettingsException"));
        Assert.That(Strings(error["stackTrace"]), Is.Empty);
        Assert.That(harness.Function.ExitCode, Is.EqualTo(1));
    }

    [TestCase("CredentialRotation__PathTemplate", "/ci/{{.Account}}", "CredentialRotation__PathTemplate: the template '/ci/{{.Account}}' must have {{.Team}} as a path segment of its own, because otherwise one team could write another's secrets")]
    [TestCase("CredentialRotation__SecretsManager__MaxWritesPerSecond", "many", "CredentialRotation__SecretsManager__MaxWritesPerSecond: must be an integer, but was 'many'")]
    [TestCase("CredentialRotation__AllowedRoles", "*", "CredentialRotation__AllowedRoles: is not a setting; did you mean CredentialRotation__AllowedRoles__0__Team?")]
    [TestCase("CredentialRotation__AllowedRoles__1__Team", "blue", "CredentialRotation__AllowedRoles__1__Team: must be numbered from 0 without a gap; the next is CredentialRotation__AllowedRoles__0")]
    [TestCase("CredentialRotation__SecretsManager__MaxWritesPerSecond__0", "1", "CredentialRotation__SecretsManager__MaxWritesPerSecond__0: is not a setting; did you mean CredentialRotation__SecretsManager__MaxWritesPerSecond?")]
    [TestCase("CredentialRotaton__MinimumAge", "00:10:00", "CredentialRotaton__MinimumAge: is not a setting; settings begin with CredentialRotation__ (two underscores)")]
    [TestCase("REQUIRE_TEAM_ALIAS_", "true", "REQUIRE_TEAM_ALIAS_: is not a setting; did you mean REQUIRE_TEAM_ALIAS?")]
    [TestCase("SECRET_STORE", "s3", "SECRET_STORE: must be secrets-manager or parameter-store, but was 's3'")]
    [TestCase("SECRET_STOR", "parameter-store", "SECRET_STOR: is not a setting; did you mean SECRET_STORE?")]
    [TestCase("CredentialRotation__ParameterStore__KmsKeyId", "alias/x", "CredentialRotation__ParameterStore__KmsKeyId: has no effect, because the secrets are kept in another store, whose settings are in CredentialRotation__SecretsManager")]
    [TestCase("AWS_ACCESS_KEY_ID", "", "AWS_ACCESS_KEY_ID: must be set (Lambda sets it to the credentials of the execution role)")]
    [TestCase("AWS_SECRET_ACCESS_KEY", "", "AWS_SECRET_ACCESS_KEY: must be set (Lambda sets it to the credentials of the execution role)")]
    public async Task Start_WrongSetting_IsNamed(string name, string value, string problem)
    {
        await using var harness = await FunctionHarness.StartAsync((name, value));

        await harness.InitErrorAsync();

        Assert.That(Strings(JsonNode.Parse(harness.Function.Log.Single())!["errors"]), Is.EqualTo(new[] { problem }));
    }

    [Test]
    public async Task Start_WrongSettingsWithTextLog_IsOneLineOfText()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("AWS_LAMBDA_LOG_FORMAT", "Text"), ("AWS_LAMBDA_LOG_LEVEL", "FATAL"), ("REQUIRE_TEAM_ALIAS", "yes"), ("CredentialRotation__MinimumAge", "-1"));

        await harness.InitErrorAsync();

        Assert.That(harness.Function.Log.Single(), Does.Match(@"^[\d-]+T[\d:.]+Z\t-\tFATAL\tThe settings are invalid: REQUIRE_TEAM_ALIAS: .*; CredentialRotation__MinimumAge: .*\.$"));
    }

    [Test]
    public async Task Start_CredentialsOfAContainer_NeedNoKeys()
    {
        await using var harness = await FunctionHarness.StartAsync(
            ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""), ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/"));

        Assert.That(await Task.WhenAny(harness.Runtime.Started, harness.Runtime.InitError).WaitAsync(TestContext.CurrentContext.CancellationToken), Is.SameAs(harness.Runtime.Started));
    }

    [TestCase("AWS_DEFAULTS_MODE", "nonsense")]
    public async Task Start_SettingThatTheSdkRefuses_IsAnInitErrorThatNamesIt(string name, string value)
    {
        await using var harness = await FunctionHarness.StartAsync((name, value));

        Assert.That((string?)(await harness.InitErrorAsync())["errorMessage"], Does.Contain(value));
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

        // The other AWS does not know the caller: its first response ends the rotation, and its record is what counts.
        await harness.InvokeAsync(FunctionHarness.Event("team", "lab"));

        Assert.That(other.Calls.Select(call => call.Operation).Distinct(), Is.SubsetOf(operations.Split(',')).And.Not.Empty);
    }

    private static IReadOnlyList<string> Strings(JsonNode? array) => [.. (array?.AsArray() ?? []).Select(item => item!.GetValue<string>())];
}
