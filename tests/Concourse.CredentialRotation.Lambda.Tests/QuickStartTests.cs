using System.Diagnostics;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The quick start, run as the README says.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class QuickStartTests
{
    [Test]
    public async Task Run_TheExampleTeam_ShowsItsWarningOnceARotation()
    {
        var (exitCode, output) = await RunAsync();

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output.Split("role chaining"), Has.Length.EqualTo(4), output);
    }

    [Test]
    public async Task Run_TheExampleTeam_ShowsTheVariablesOfBothLayouts()
    {
        var (_, output) = await RunAsync();

        Assert.That(output, Does.Match(@"\(\(divx-lab-access-key\)\): /concourse/example-team/divx-lab-access-key  \*{4}[A-Z2-7]{4}, from the newest session"));
        Assert.That(output, Does.Match(@"\(\(divx-lab\)\): /concourse/example-team/divx-lab  JSON: \*{4}[A-Z2-7]{4}, expires [0-9:]{8} UTC, from the newest session"));
    }

    [Test]
    public async Task Run_AccountWithTheCombinedLayout_ShowsOneVariableAndTheTaskThatUsesIt()
    {
        var (exitCode, output) = await RunAsync("""{"name":"team","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab","layout":"combined"}]}""");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("((lab)): /concourse/team/lab ").And.Not.Contain("((lab-"));
        Assert.That(output, Does.Contain("response to GetCallerIdentity: arn:aws:sts::123456789999:assumed-role/lab/"));
    }

    [Test]
    public async Task Run_AccountWithTheSeparateLayout_ShowsNoTask()
    {
        var (exitCode, output) = await RunAsync("""{"name":"team","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab"}]}""");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("((lab-session-token)): ").And.Not.Contain("GetCallerIdentity"));
    }

    [Test]
    public async Task Run_SecondRotationSkipsTheAccounts_ExpectsTheFirstSessions()
    {
        var (exitCode, output) = await RunAsync("""{"name":"team","renewAfter":900,"accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab"},{"name":"prod","roleArn":"arn:aws:iam::123456789998:role/prod"}]}""");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("skipped"));
    }

    [Test]
    public async Task Run_AwsSettingsAndProxyOfThisMachine_AreNotUsed()
    {
        var home = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(
            Path.Combine(home.CreateSubdirectory(".aws").FullName, "credentials"), "[default]\naws_access_key_id = AKIAOFTHISMACHINE\naws_secret_access_key = x\n");
        var (exitCode, output) = await RunAsync(environment: new()
        {
            ["HOME"] = home.FullName,
            ["AWS_PROFILE"] = "missing",
            ["AWS_ACCESS_KEY_ID"] = "AKIAOFTHISMACHINE",
            ["AWS_SECRET_ACCESS_KEY"] = "x",
            ["AWS_ENDPOINT_URL_STS"] = "http://127.0.0.1:1",
            ["http_proxy"] = "http://127.0.0.1:1",
        });
        home.Delete(recursive: true);

        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public async Task Run_EventWithAnUnknownField_ShowsTheFunctionsWarning()
    {
        var (exitCode, output) = await RunAsync("""{"name":"team","owner":"x","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab"}]}""");

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.Contain("WARN Team team: ignored unknown fields of the event: owner"));
    }

    [Test]
    public async Task Run_EventWithAMisspelledField_FailsAndNamesIt()
    {
        var (exitCode, output) = await RunAsync("""{"name":"team","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab","sesion":{}}]}""");

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.Contain("accounts[0].sesion: is unknown; did you mean 'session'?"));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? json = null, Dictionary<string, string>? environment = null)
    {
        var cancellation = TestContext.CurrentContext.CancellationToken;
        var start = new ProcessStartInfo(Path.Combine(TestContext.CurrentContext.TestDirectory, "QuickStart")) { RedirectStandardOutput = true, RedirectStandardError = true };
        var file = Path.GetTempFileName();
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        if (json is not null)
        {
            await File.WriteAllTextAsync(file, json);
            start.ArgumentList.Add(file);
        }

        try
        {
            using var process = Process.Start(start)!;
            await using var killed = cancellation.Register(process.Kill);
            var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, string.Join('\n', output));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
