using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>
/// The function's real process on an AWS of this machine. The environment variable BOOTSTRAP names another executable than the one
/// that was just built: the released, native one.
/// </summary>
internal sealed class FunctionHarness : IAsyncDisposable
{
    private static readonly string Executable =
        Environment.GetEnvironmentVariable("BOOTSTRAP") ?? Path.Combine(TestContext.CurrentContext.TestDirectory, "bootstrap");

    private readonly string _executable;
    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly CancellationToken _cancellation = TestContext.CurrentContext.CancellationToken;

    private FunctionHarness(string executable, LocalAwsServer aws, LocalLambdaRuntime runtime, Dictionary<string, string> settings)
    {
        (_executable, Aws, Runtime, _settings) = (executable, aws, runtime, settings);
        Function = LocalFunction.Start(executable, aws, runtime, settings, _seen.Enqueue);
    }

    public LocalAwsServer Aws { get; }

    public LocalLambdaRuntime Runtime { get; }

    public LocalFunction Function { get; }

    public static Task<FunctionHarness> StartAsync(params (string Name, string Value)[] settings) => StartAsync(Executable, certificate: null, settings);

    /// <param name="certificate">The certificate with which AWS speaks TLS; plain HTTP when null.</param>
    /// <param name="settings">Environment variables of the function.</param>
    public static Task<FunctionHarness> StartAsync(X509Certificate2? certificate, params (string Name, string Value)[] settings) =>
        StartAsync(Executable, certificate, settings);

    /// <summary>Starts the function with an output that refuses every line.</summary>
    public static async Task<FunctionHarness> StartWithoutRoomForTheLogAsync()
    {
        var script = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid()}.sh");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nexec '{Executable}' >/dev/full\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return await StartAsync(script, certificate: null);
    }

    public static string Event(string team, params string[] accounts) => new JsonObject
    {
        ["name"] = team,
        ["accounts"] = new JsonArray([.. accounts.Select(name => new JsonObject { ["name"] = name, ["roleArn"] = $"arn:aws:iam::123456789999:role/{name}" })]),
    }.ToJsonString();

    public Task<LambdaResult> InvokeAsync(string json, double secondsLeft = 300) => InvokeAsync(Encoding.UTF8.GetBytes(json), secondsLeft);

    public Task<LambdaResult> InvokeAsync(byte[] json, double secondsLeft = 300) => InvokeAsync(Function, json, secondsLeft);

    /// <summary>The error with which the function could not start, once its process has ended.</summary>
    public async Task<JsonNode> InitErrorAsync()
    {
        if (await Task.WhenAny(Runtime.InitError, Runtime.Started).WaitAsync(_cancellation) == Runtime.Started)
        {
            throw new AssertionException("The function started.");
        }

        await Function.Exited.WaitAsync(_cancellation);
        return JsonNode.Parse(await Runtime.InitError)!;
    }

    /// <summary>Invokes a new process, as Lambda does after one has crashed.</summary>
    public async Task<LambdaResult> InvokeNewProcessAsync(string json)
    {
        await using var function = LocalFunction.Start(_executable, Aws, Runtime, _settings, _seen.Enqueue);
        return await InvokeAsync(function, Encoding.UTF8.GetBytes(json), secondsLeft: 300);
    }

    /// <summary>Everything that the process printed. It is ended for that, so that no line is still on its way.</summary>
    public async Task<IReadOnlyList<string>> LogAsync()
    {
        await Function.KillAsync();
        return Function.Log;
    }

    /// <summary>
    /// The events that the function itself logged. The official Lambda runtime also prints each exception that fails an invocation, as
    /// text or as JSON without an event id.
    /// </summary>
    public async Task<IReadOnlyList<JsonNode>> LogLinesAsync() =>
        [.. (await LogAsync()).Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!).Where(line => line["eventId"] is not null)];

    /// <summary>Disposes the harness, and searches what was printed or returned for secrets, in every test.</summary>
    public async ValueTask DisposeAsync()
    {
        await Function.DisposeAsync();
        LeakCheckAttribute.Search(_seen, Aws.Sts);
        await Runtime.DisposeAsync();
        await Aws.DisposeAsync();
    }

    private static async Task<FunctionHarness> StartAsync(string executable, X509Certificate2? certificate, params (string Name, string Value)[] settings)
    {
        var aws = await LocalAwsServer.StartAsync(certificate: certificate);
        aws.Policy = ModulePolicy.Read();
        var runtime = await LocalLambdaRuntime.StartAsync();
        return new(executable, aws, runtime, settings.ToDictionary(setting => setting.Name, setting => setting.Value));
    }

    private async Task<LambdaResult> InvokeAsync(LocalFunction function, byte[] json, double secondsLeft)
    {
        var result = Runtime.InvokeAsync(json, TimeSpan.FromSeconds(secondsLeft), _cancellation);
        if (await Task.WhenAny(result, Runtime.InitError, function.Exited).WaitAsync(_cancellation) != result)
        {
            var problem = Runtime.InitError.IsCompleted ? await Runtime.InitError : string.Join('\n', function.Log);
            throw new AssertionException($"The function did not respond: {problem}");
        }

        _seen.Enqueue((await result).Json);
        return await result;
    }
}
