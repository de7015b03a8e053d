using System.Net;
using System.Net.Sockets;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>The worker's real process, as Kubernetes and <c>samples/Worker.Local</c> start and stop it.</summary>
[CancelAfter(TimeLimits.Test)]
[Platform("Linux", Reason = "Signals and process groups")]
public sealed class WorkerProcessTests
{
    [Test]
    public async Task Terminate_InMidPromotion_FinishesItAndExits()
    {
        await using var aws = await LocalAwsServer.StartAsync();
        aws.Policy = ModulePolicy.Read();
        var (isReached, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var folder = new TeamFolder();
        folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));

        // An older set, because the secrets of a new one are created at their first promotion.
        string[] names = ["/concourse/blue/lab-access-key", "/concourse/blue/lab-secret-key", "/concourse/blue/lab-session-token"];
        Array.ForEach(names, name => aws.Secrets.Write(name, Guid.NewGuid().ToString(), "old"));
        aws.On("UpdateSecretVersionStage").Nth(2).Do(() =>
        {
            isReached.SetResult();
            return goesOn.Task;
        });
        await using var worker = WorkerProcess.Start(
            "Worker",
            ("AWS_ENDPOINT_URL", aws.Endpoint.ToString()),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", aws.Sts.ExecutionRole.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", aws.Sts.ExecutionRole.SecretAccessKey),
            ("AWS_SESSION_TOKEN", aws.Sts.ExecutionRole.SessionToken!),
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{FreePort()}"),
            ("Worker__TeamFolder", folder.Path));
        await isReached.Task;

        await worker.SignalAsync("TERM");
        await worker.LineAsync("Application is shutting down");
        goesOn.SetResult();

        Assert.That(await worker.ExitAsync(), Is.Zero);
        var session = aws.Sts.Sessions.Single();
        Assert.That(aws.Secrets.ReadTogether(names), Is.EqualTo(new[] { session.AccessKeyId, session.SecretAccessKey, session.SessionToken }));
        worker.SearchForSecrets(aws.Sts);
    }

    [TestCase("CredentialRotation__MinimunAge", "00:05:00", "did you mean CredentialRotation:MinimumAge?")]
    [TestCase("CredentialRotation__SecretsManager__PromotionReserve", "soon", "must be a duration")]
    [TestCase("Worker__Interval", "00:00:00", "Interval must be between")]
    [TestCase("Worker__TeamFolder", "", "TeamFolder field is required")]
    public async Task Start_InvalidSetting_FailsAndNamesIt(string setting, string value, string message)
    {
        await using var worker = WorkerProcess.Start("Worker", ("AWS_REGION", "us-east-1"), ("ASPNETCORE_URLS", "http://127.0.0.1:0"), (setting, value));

        Assert.That(await worker.ExitAsync(), Is.Not.Zero);
        Assert.That(worker.Log, Has.Some.Contains("OptionsValidationException").And.Some.Contains(message));
    }

    [Test]
    public async Task Launcher_UntilInterrupted_RunsTheWorkerAndShowsItsHealth()
    {
        var port = FreePort();
        await using var launcher = WorkerProcess.Start("Worker.Local", ("PORT", $"{port}"), ("http_proxy", "http://127.0.0.1:1"), ("AWS_PROFILE", "missing"));

        await launcher.LineAsync($"curl http://127.0.0.1:{port}/healthz");
        await launcher.LineAsync("Account divx-lab of team example-team: rotated");
        await launcher.LineAsync("Application started");
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/livez"));
        Assert.That(health.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        // A terminal sends it to both. The worker ends first, because the launcher waits for it.
        await launcher.SignalAsync("INT");
        await launcher.LineAsync("Application is shutting down");
        Assert.That(await launcher.ExitAsync(), Is.Zero, string.Join('\n', launcher.Log));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
