using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>Lambda's Runtime API on a loopback port: what a function's process asks for its invocations.</summary>
public sealed class LocalLambdaRuntime : IAsyncDisposable
{
    private const string FunctionArn = "arn:aws:lambda:us-east-1:123456789012:function:credential-rotation";
    private const string Root = "/2018-06-01/runtime";

    /// <summary>1 MB for the cause of an error, which a runtime may send as a header, and room for the others.</summary>
    private const int MaxHeaderBytes = 2 * 1024 * 1024;

    private readonly Channel<Invocation> _waiting = Channel.CreateUnbounded<Invocation>();
    private readonly ConcurrentDictionary<string, Invocation> _running = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<string> _initError = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private LocalLambdaRuntime()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
            (kestrel.Limits.MaxRequestHeadersTotalSize, kestrel.Limits.MaxRequestBufferSize) = (MaxHeaderBytes, MaxHeaderBytes));
        _app = builder.Build();
        _app.MapGet($"{Root}/invocation/next", (Delegate)NextAsync);
        _app.MapPost($"{Root}/invocation/{{id}}/response", (string id, HttpRequest request) => FinishAsync(id, request, isError: false));
        _app.MapPost($"{Root}/invocation/{{id}}/error", (string id, HttpRequest request) => FinishAsync(id, request, isError: true));
        _app.MapPost($"{Root}/init/error", async (HttpRequest request) =>
        {
            _initError.TrySetResult(await TextAsync(request));
            return Ok();
        });
    }

    /// <summary>The alias by which the function is invoked; null for none.</summary>
    public string? Alias { get; set; }

    /// <summary>What the function's <c>AWS_LAMBDA_RUNTIME_API</c> is set to.</summary>
    public string Address => new Uri(_app.Urls.Single()).Authority;

    /// <summary>Completes when the function asks for its first invocation.</summary>
    public Task Started => _started.Task;

    /// <summary>The error with which the function could not even start.</summary>
    public Task<string> InitError => _initError.Task;

    public static async Task<LocalLambdaRuntime> StartAsync()
    {
        var runtime = new LocalLambdaRuntime();
        await runtime._app.StartAsync();
        return runtime;
    }

    /// <summary>Invokes the function once. One that has not responded when its time is up has failed, as in Lambda.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="timeLeft">The function's timeout.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<LambdaResult> InvokeAsync(byte[] payload, TimeSpan timeLeft, CancellationToken cancellationToken = default)
    {
        var invocation = new Invocation(Guid.NewGuid().ToString(), payload, timeLeft);
        await _waiting.Writer.WriteAsync(invocation, cancellationToken);
        return await invocation.Result.Task.WaitAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> NextAsync(HttpContext http)
    {
        _started.TrySetResult();
        var invocation = await _waiting.Reader.ReadAsync(http.RequestAborted);
        _running[invocation.RequestId] = invocation;
        http.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        http.Response.Headers["Lambda-Runtime-Deadline-Ms"] =
            (TimeProvider.System.GetUtcNow() + invocation.TimeLeft).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = FunctionArn + (Alias is null ? "" : $":{Alias}");
        http.Response.Headers["Lambda-Runtime-Trace-Id"] = "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0";
        _ = TimeOutAsync(invocation);
        return Results.Bytes(invocation.Payload, "application/json");
    }

    private async Task<IResult> FinishAsync(string id, HttpRequest request, bool isError)
    {
        var text = await TextAsync(request);
        return _running.TryRemove(id, out var invocation) && invocation.Result.TrySetResult(new LambdaResult(id, isError, text))
            ? Ok()
            : Json(StatusCodes.Status400BadRequest, """{"errorMessage":"There is no such invocation.","errorType":"InvalidRequestID"}""");
    }

    private async Task TimeOutAsync(Invocation invocation)
    {
        await Task.Delay(invocation.TimeLeft);
        _running.TryRemove(invocation.RequestId, out _);
        invocation.Result.TrySetResult(new LambdaResult(invocation.RequestId, IsError: true, """{"errorMessage":"Task timed out","errorType":"Sandbox.Timedout"}"""));
    }

    // Some runtimes read it.
    private static IResult Ok() => Json(StatusCodes.Status202Accepted, """{"status":"OK"}""");

    private static IResult Json(int status, string json) => Results.Text(json, "application/json", statusCode: status);

    private static async Task<string> TextAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return await reader.ReadToEndAsync();
    }

    private sealed record Invocation(string RequestId, byte[] Payload, TimeSpan TimeLeft)
    {
        public TaskCompletionSource<LambdaResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
