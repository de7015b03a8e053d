using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>The real runtime loop in the process of the test, which ends it by its token.</summary>
[NonParallelizable] // Because the settings are environment variables.
public sealed class LambdaHostTests
{
    private readonly Dictionary<string, string?> _before = [];
    private readonly StringWriter _log = new();

    [TearDown]
    public void RestoreEnvironment()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Test]
    [CancelAfter(TimeLimits.Test)]
    public async Task RunAsync_InvokedAndCanceled_RespondsAndReturnsZero(CancellationToken cancellationToken)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        SetEnvironment(aws, runtime);
        using var requests = new CountingHandler();
        using var client = new HttpClient(requests);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        var host = LambdaHost.RunAsync(client, _log, stop.Token);
        var result = await runtime.InvokeAsync(Encoding.UTF8.GetBytes(FunctionHarness.Event("team", "lab")), TimeSpan.FromMinutes(1), cancellationToken);
        await stop.CancelAsync();

        Assert.That(await host, Is.Zero);
        Assert.That((string?)JsonNode.Parse(result.Json)!["accounts"]![0]!["outcome"], Is.EqualTo("rotated"));
        Assert.That(_log.ToString(), Does.Contain("\"eventName\":\"rotationFinished\""));
        Assert.That(requests.Count, Is.GreaterThanOrEqualTo(2), "the loop uses the client that it was given");
        Assert.That(Leaks.In([result.Json, _log.ToString()], aws.Sts), Is.Empty);
    }

    [Test]
    [CancelAfter(TimeLimits.Test)]
    public async Task RunAsync_InvalidSetting_ReportsTheInitErrorAndReturnsOne(CancellationToken cancellationToken)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        SetEnvironment(aws, runtime);
        Set(FunctionSettings.RequireTeamAlias, "perhaps");

        var exitCode = await LambdaHost.RunAsync(output: _log, cancellationToken: cancellationToken);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(await runtime.InitError, Does.Contain("REQUIRE_TEAM_ALIAS: must be true or false, but was "));
    }

    private void SetEnvironment(LocalAwsServer aws, LocalLambdaRuntime runtime)
    {
        var role = aws.Sts.ExecutionRole;
        Set("AWS_LAMBDA_RUNTIME_API", runtime.Address);
        Set("AWS_REGION", "us-east-1");
        Set("AWS_ENDPOINT_URL", aws.Endpoint.ToString());
        Set("AWS_ACCESS_KEY_ID", role.AccessKeyId);
        Set("AWS_SECRET_ACCESS_KEY", role.SecretAccessKey);
        Set("AWS_SESSION_TOKEN", role.SessionToken);
    }

    private void Set(string name, string? value)
    {
        _before[name] = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, value);
    }

    private sealed class CountingHandler() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        private int _count;

        public int Count => _count;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
