using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>Runs the function's real process with a local Runtime API and an AWS emulator that delays each response by a fixed time.</summary>
internal sealed class Bench(string executable, TimeSpan latency)
{
    private static readonly TimeSpan TimeLeft = TimeSpan.FromMinutes(15);

    private int _inFlight;
    private int _maxInFlight;

    /// <summary>Measures the duration of several consecutive calls by a plain HTTP client.</summary>
    public async Task<IReadOnlyList<TimeSpan>> MeasureCallsAsync(int runs)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        aws.Intercept = DelayAsync;
        using var client = new HttpClient();
        var calls = new List<TimeSpan>();
        for (var i = 0; i < runs; i++)
        {
            using var request = new FormUrlEncodedContent([KeyValuePair.Create("Action", "GetCallerIdentity")]);
            var watch = Stopwatch.StartNew();
            using var response = await client.PostAsync(aws.Endpoint, request);
            await response.Content.ReadAsByteArrayAsync();
            calls.Add(watch.Elapsed);
        }

        return calls;
    }

    /// <summary>Measures the time from the start of the process to the arrival of its first request, for several starts.</summary>
    public async Task<IReadOnlyList<TimeSpan>> MeasureStartsAsync(int runs, int? memoryMegabytes = null)
    {
        using var share = memoryMegabytes is { } megabytes ? new CpuShare(executable, megabytes) : null;
        await using var aws = await LocalAwsServer.StartAsync();
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var settings = Settings(new Scenario(1, memoryMegabytes));
        settings["AWS_LAMBDA_RUNTIME_API"] = listener.LocalEndpoint.ToString()!;
        var starts = new List<TimeSpan>();
        var request = new byte[1];
        for (var i = 0; i < runs; i++)
        {
            var watch = Stopwatch.StartNew();
            await using var function = LocalFunction.Start(share?.Executable ?? executable, aws, runtime, settings);
            using var connection = listener.AcceptSocket();
            connection.Receive(request);
            starts.Add(watch.Elapsed);
        }

        return starts;
    }

    /// <summary>Starts the function and rotates the team twice.</summary>
    public async Task<Measurement> RunAsync(Scenario scenario)
    {
        using var share = scenario.MemoryMegabytes is { } megabytes ? new CpuShare(executable, megabytes) : null;
        using var certificate = scenario.IsTls ? CreateCertificate() : null;
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, certificate?.ExportCertificatePem());
        await using var aws = await LocalAwsServer.StartAsync(certificate: certificate);
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        aws.Intercept = DelayAsync;
        ExistingSets.Write(aws.Secrets, LargeTeam.Secrets(scenario.Accounts, scenario.Layout));
        (_inFlight, _maxInFlight) = (0, 0);

        var settings = Settings(scenario);
        settings["SSL_CERT_FILE"] = trusted;
        await using var function = LocalFunction.Start(share?.Executable ?? executable, aws, runtime, settings);
        if (await Task.WhenAny(runtime.Started, runtime.InitError) == runtime.InitError)
        {
            throw new InvalidOperationException($"The function did not start: {await runtime.InitError}");
        }

        var (cold, coldFailed) = await InvokeAsync(runtime, scenario.Accounts);
        var calls = aws.Calls.CountBy(call => call.Operation).ToDictionary();
        var connections = aws.Connections;
        var (warm, warmFailed) = await InvokeAsync(runtime, scenario.Accounts);
        File.Delete(trusted);
        return new(
            cold,
            warm,
            function.ProcessorTime,
            function.PeakMemory,
            calls,
            _maxInFlight,
            connections,
            aws.Connections - connections,
            coldFailed || warmFailed);
    }

    private static Dictionary<string, string> Settings(Scenario scenario)
    {
        var settings = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_LOG_LEVEL"] = "FATAL",
            ["CredentialRotation__MinimumAge"] = "00:00:00",
            ["CredentialRotation__Layout"] = $"{scenario.Layout}",
        };
        if (!scenario.IsPaced)
        {
            settings["CredentialRotation__SecretsManager__MaxWritesPerSecond"] = "10000";
        }

        if (scenario.MaxConcurrency is { } accounts)
        {
            settings["CredentialRotation__MaxConcurrency"] = $"{accounts}";
        }

        if (scenario.MemoryMegabytes is not null)
        {
            // In Lambda, the process sees two processors whatever its share, which is enforced from outside.
            settings["DOTNET_PROCESSOR_COUNT"] = "2";
        }

        return settings;
    }

    private static X509Certificate2 CreateCertificate()
    {
        // With AWS, the process also verifies a certificate chain. A self-signed certificate shows the minimum cost of TLS.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static async Task<(TimeSpan Elapsed, bool Failed)> InvokeAsync(LocalLambdaRuntime runtime, int accounts)
    {
        var json = LargeTeam.Event(accounts);
        var watch = Stopwatch.StartNew();
        var result = await runtime.InvokeAsync(json, TimeLeft);
        var elapsed = watch.Elapsed;
        return (elapsed, result.IsError);
    }

    private async Task<Fault?> DelayAsync(AwsCall call, CancellationToken aborted)
    {
        var now = Interlocked.Increment(ref _inFlight);
        InterlockedMax(ref _maxInFlight, now);
        await Task.Delay(latency, aborted);
        Interlocked.Decrement(ref _inFlight);
        return null;
    }

    private static void InterlockedMax(ref int max, int value)
    {
        for (var current = max; value > current; current = Volatile.Read(ref max))
        {
            Interlocked.CompareExchange(ref max, value, current);
        }
    }
}
