using System.Runtime.InteropServices;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.PackageTests;

/// <summary>New projects that have nothing but the packages, with a local AWS to rotate against.</summary>
[CancelAfter(TimeLimits.LongTest)]
public sealed class ConsumerTests
{
    private const string Consumers = "tests/Concourse.CredentialRotation.PackageTests/Consumers/";

    private static readonly string[] Secrets =
    [
        "/concourse/example-team/divx-lab-access-key", "/concourse/example-team/divx-lab-secret-key", "/concourse/example-team/divx-lab-session-token",
    ];

    private LocalAwsServer _aws = null!;

    [SetUp]
    public async Task StartAsync() => _aws = await LocalAwsServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _aws.DisposeAsync();

    [Test]
    public async Task ConsoleApp_Run_RotatesTheTeam()
    {
        var run = await RunAsync("dotnet", ["run", "-c", "Release"], PackedPackages.Copy(Consumers + "ConsoleApp"));

        run.EnsureSuccess();
        Assert.That(run.Output.Trim(), Is.EqualTo("divx-lab: rotated"));
        Assert.That(_aws.Secrets.Names, Is.EquivalentTo(Secrets));
        Assert.That(_aws.Calls.Select(call => call.UserAgent), Has.All.Match(@" app/Concourse\.CredentialRotation-0\.1\.0( |$)"));
    }

    [Test]
    public async Task WorkerApp_Run_RotatesTheTeamAndStops()
    {
        var run = await RunAsync("dotnet", ["run", "-c", "Release"], PackedPackages.Copy(Consumers + "WorkerApp"));

        run.EnsureSuccess();
        Assert.That(run.Output, Does.Contain("divx-lab: rotated").And.Contain("Application is shutting down..."));
        Assert.That(_aws.Secrets.Names, Is.EquivalentTo(Secrets));
    }

    [Test]
    public async Task WorkerApp_RunWithAnInvalidOption_DoesNotStart()
    {
        var run = await RunAsync("dotnet", ["run", "-c", "Release"], PackedPackages.Copy(Consumers + "WorkerApp"), ("CredentialRotation__MaxConcurrency", "0"));

        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(_aws.Calls, Is.Empty);
        Assert.That(run.Output, Does.Contain("Hosting failed to start").And.Contain("OptionsValidationException: Property MaxConcurrency: must be 1 to 64, but was 0"));
    }

    [Test]
    public async Task AotApp_PublishedAndRun_RotatesTheTeamInBothStores()
    {
        var folder = PackedPackages.Copy(Consumers + "AotApp");

        var publish = (await Command.DotNetAsync(folder, "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", "published")).EnsureSuccess();
        var run = await RunAsync(Path.Combine(folder, "published/AotApp"), [], folder);

        run.EnsureSuccess();
        Assert.That(publish.Output, Does.Not.Match(@"IL[23]\d{3}"));
        Assert.That(run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), Is.EqualTo(new[] { "divx-lab: rotated", "divx-lab: rotated", "3 secrets in memory" }));
        Assert.That(_aws.Secrets.Names, Is.EquivalentTo(Secrets));
        Assert.That(_aws.Calls.Select(call => call.UserAgent), Has.All.Match(@" app/Concourse\.CredentialRotation-0\.1\.0( |$)"));
    }

    [Test]
    public async Task TestProject_Test_UsesTheTestKit()
    {
        var test = (await Command.DotNetAsync(PackedPackages.Copy(Consumers + "TestProject"), "test")).EnsureSuccess();

        Assert.That(test.Output, Does.Match(@"Passed:\s+2, Skipped:\s+0"));
    }

    [Test]
    public async Task Tool_Installed_ValidatesTeamFiles()
    {
        var folder = PackedPackages.Copy("terraform/examples/fleet/teams");

        (await Command.DotNetAsync(folder, "tool", "install", "Concourse.CredentialRotation.Cli", "--version", PackedPackages.Version, "--tool-path", "tool")).EnsureSuccess();
        var version = (await RunAsync(Path.Combine(folder, "tool/concourse-credentials"), ["--version"], folder)).EnsureSuccess();
        (await RunAsync(Path.Combine(folder, "tool/concourse-credentials"), ["validate", "."], folder)).EnsureSuccess();

        Assert.That(version.Output, Does.StartWith(PackedPackages.Version));
        Assert.That(_aws.Calls, Is.Empty);
    }

    [TestCase("FlatPrefix", 4)]
    [TestCase("PipelineSecrets", 6)]
    [TestCase("SnakeCase", 5)]
    public async Task Sample_Test_PassesWithThePackages(string sample, int passed)
    {
        var test = (await Command.DotNetAsync(PackedPackages.Copy("samples/Conventions/" + sample), "test")).EnsureSuccess();

        Assert.That(test.Output, Does.Match($@"Passed:\s+{passed}, Skipped:\s+0"));
    }

    private Task<Command> RunAsync(string program, string[] arguments, string folder, params (string Name, string Value)[] settings) =>
        Command.RunAsync(program, arguments, folder, new Dictionary<string, string>(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["AWS_ENDPOINT_URL"] = _aws.Endpoint.ToString(),
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = _aws.Sts.User.AccessKeyId,
            ["AWS_SECRET_ACCESS_KEY"] = _aws.Sts.User.SecretAccessKey,
        });
}
