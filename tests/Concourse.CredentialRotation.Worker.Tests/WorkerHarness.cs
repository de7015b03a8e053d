using System.Net;
using Amazon;
using Amazon.Extensions.NETCore.Setup;
using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>The worker in this process, with a clock of the test, a folder like a ConfigMap and an AWS on this machine.</summary>
internal sealed class WorkerHarness : IAsyncDisposable
{
    private static readonly string[] Parts = ["access-key", "secret-key", "session-token"];

    private readonly CancellationToken _cancellation = TestContext.CurrentContext.CancellationToken;
    private readonly Dictionary<string, string> _settings;
    private readonly Dictionary<WebApplicationFactory<Program>, RoundLog> _workers = [];

    private WorkerHarness(LocalAwsServer aws, FakeTimeProvider time, Dictionary<string, string> settings) => (Aws, Time, _settings) = (aws, time, settings);

    public LocalAwsServer Aws { get; }

    public FakeTimeProvider Time { get; }

    public TeamFolder Folder { get; } = new();

    public CapturedLog Log { get; } = new();

    public static async Task<WorkerHarness> CreateAsync(params (string Name, string Value)[] settings)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var aws = await LocalAwsServer.StartAsync(time);
        aws.Policy = ModulePolicy.Read();
        return new(aws, time, settings.ToDictionary(setting => setting.Name, setting => setting.Value));
    }

    /// <summary>Starts a worker. Its first round begins at once.</summary>
    public WebApplicationFactory<Program> Start()
    {
        var rounds = new RoundLog();
        var worker = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("Worker:TeamFolder", Folder.Path);

            // With the clock of the test, a delay would never end.
            host.UseSetting("CredentialRotation:SecretsManager:MaxWritesPerSecond", "10000");
            foreach (var (name, value) in _settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureTestServices(services =>
            {
                var caller = Aws.Sts.ExecutionRole;
                services.AddSingleton<TimeProvider>(Time);
                services.AddSingleton(new ProtocolTimings { RetryDelay = TimeSpan.Zero, CreationSpread = TimeSpan.Zero });
                services.AddDefaultAWSOptions(new AWSOptions
                {
                    Region = RegionEndpoint.USEast1,
                    Credentials = new SessionAWSCredentials(caller.AccessKeyId, caller.SecretAccessKey, caller.SessionToken),
                    DefaultClientConfig = { ServiceURL = Aws.Endpoint.ToString() },
                });
                services.AddLogging(logging => logging.ClearProviders().AddProvider(Log).AddProvider(rounds));
            });
        });
        _workers.Add(worker, rounds);
        worker.StartServer();
        return worker;
    }

    /// <summary>Starts a worker and waits until its first round has ended.</summary>
    public async Task<WebApplicationFactory<Program>> StartAsync()
    {
        var worker = Start();
        await EndOfRoundAsync(worker);
        return worker;
    }

    /// <summary>Lets time pass, and waits until the next round has ended.</summary>
    public async Task<(HttpStatusCode Status, string Text)> AfterAsync(WebApplicationFactory<Program> worker, TimeSpan time)
    {
        Time.Advance(time);
        return await EndOfRoundAsync(worker);
    }

    /// <summary>Waits until the next round has ended.</summary>
    public async Task<(HttpStatusCode Status, string Text)> EndOfRoundAsync(WebApplicationFactory<Program> worker)
    {
        await _workers[worker].NextAsync(_cancellation);
        return await HealthAsync(worker);
    }

    public async Task<(HttpStatusCode Status, string Text)> HealthAsync(WebApplicationFactory<Program> worker, string path = "/healthz")
    {
        using var client = worker.CreateClient();
        using var response = await client.GetAsync(path, _cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(_cancellation));
    }

    /// <summary>The session that all secrets of an account belong to; null if there is none.</summary>
    public LocalIdentity? Session(string team, string account)
    {
        var values = Aws.Secrets.ReadTogether(Parts.Select(part => $"/concourse/{team}/{account}-{part}"));
        return Aws.Sts.Sessions.SingleOrDefault(session => values.SequenceEqual([session.AccessKeyId, session.SecretAccessKey, session.SessionToken]));
    }

    /// <summary>Disposes the harness, and searches what was logged for secrets, in every test.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers.Keys)
        {
            await worker.DisposeAsync();
        }

        LeakCheckAttribute.Search(Log.Lines, Aws.Sts);
        Log.Dispose();
        Folder.Dispose();
        await Aws.DisposeAsync();
    }
}
