using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concourse.CredentialRotation.Benchmarks;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>The function's real process between a local Runtime API and a local AWS that takes a fixed time for each call.</summary>
internal sealed class Bench(string executable, TimeSpan latency)
{
    private static readonly TimeSpan TimeLeft = TimeSpan.FromMinutes(15);

    private int _inFlight;
    private int _mostInFlight;

    /// <summary>How long a call takes for a client that does nothing else: each of several, one after another.</summary>
    public async Task<IReadOnlyList<TimeSpan>> CallAsync(int runs)
    {
        await using var aws = await LocalAwsServer.StartAsync();
        aws.Intercept = DelayAsync;
        using var client = new HttpClient();
        var calls = new List<TimeSpan>();
        for (var i = 0; i < runs; i++)
        {
            using var question = new FormUrlEncodedContent([KeyValuePair.Create("Action", "GetCallerIdentity")]);
            var watch = Stopwatch.StartNew();
            using var answer = await client.PostAsync(aws.Endpoint, question);
            await answer.Content.ReadAsByteArrayAsync();
            calls.Add(watch.Elapsed);
        }

        return calls;
    }

    /// <summary>From the start of the process to its first request, of which only the arrival is looked at: each of several starts.</summary>
    public async Task<IReadOnlyList<TimeSpan>> StartAsync(int runs, int? memoryMegabytes = null)
    {
        using var share = memoryMegabytes is { } megabytes ? new ProcessorShare(executable, megabytes) : null;
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

    /// <summary>Starts the function and rotates twice.</summary>
    public async Task<Measurement> RunAsync(Scenario scenario)
    {
        using var share = scenario.MemoryMegabytes is { } megabytes ? new ProcessorShare(executable, megabytes) : null;
        using var certificate = scenario.IsTls ? SelfSigned() : null;
        var trusted = Path.GetTempFileName();
        await File.WriteAllTextAsync(trusted, certificate?.ExportCertificatePem());
        await using var aws = await LocalAwsServer.StartAsync(certificate: certificate);
        await using var runtime = await LocalLambdaRuntime.StartAsync();
        aws.Intercept = DelayAsync;
        WriteOldSets(aws, scenario.Accounts);
        (_inFlight, _mostInFlight) = (0, 0);

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
            _mostInFlight,
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
        };
        if (!scenario.IsPaced)
        {
            settings["CredentialRotation__MaxWritesPerSecond"] = "10000";
        }

        if (scenario.MaxConcurrency is { } accounts)
        {
            settings["CredentialRotation__MaxConcurrency"] = $"{accounts}";
        }

        if (scenario.MemoryMegabytes is not null)
        {
            // In Lambda the share is kept from outside: the process sees two processors, whatever it gets of them.
            settings["DOTNET_PROCESSOR_COUNT"] = "2";
        }

        return settings;
    }

    private static X509Certificate2 SelfSigned()
    {
        // A chain like AWS's would be verified, too; one self-signed certificate is the least that TLS can cost.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static void WriteOldSets(LocalAwsServer aws, int accounts)
    {
        foreach (var name in LargeTeam.Secrets(accounts))
        {
            aws.Secrets.Write(name, "an-older-version-of-this-secret-0001", "old");
        }
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
        InterlockedMax(ref _mostInFlight, now);
        await Task.Delay(latency, aborted);
        Interlocked.Decrement(ref _inFlight);
        return null;
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
