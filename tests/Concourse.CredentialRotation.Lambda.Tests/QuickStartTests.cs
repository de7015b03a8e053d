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
        Assert.That(output.Split("role chaining"), Has.Length.EqualTo(3), output);
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

    private static async Task<(int ExitCode, string Output)> RunAsync(string? json = null)
    {
        var cancellation = TestContext.CurrentContext.CancellationToken;
        var start = new ProcessStartInfo(Path.Combine(TestContext.CurrentContext.TestDirectory, "QuickStart")) { RedirectStandardOutput = true, RedirectStandardError = true };
        var file = Path.GetTempFileName();
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
