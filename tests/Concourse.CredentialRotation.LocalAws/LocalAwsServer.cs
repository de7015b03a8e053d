using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>STS and Secrets Manager on a loopback port, over their wire protocols, for the real SDK clients.</summary>
public sealed class LocalAwsServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<AwsCall> _calls = new();
    private readonly WebApplication _app;
    private int _number;

    private LocalAwsServer(TimeProvider time)
    {
        (Secrets, Sts) = (new LocalSecretsManager(time), new LocalSts(time));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", HandleAsync);
    }

    public LocalSecretsManager Secrets { get; }

    public LocalSts Sts { get; }

    public Uri Endpoint => new(_app.Urls.Single());

    /// <summary>All calls so far, in the order of their arrival, also those that a fault hit.</summary>
    public IReadOnlyList<AwsCall> Calls => [.. _calls];

    /// <summary>Asked before each call is done: what goes wrong with it, or null. It may also hold the call back.</summary>
    public Func<AwsCall, CancellationToken, Task<Fault?>>? Intercept { get; set; }

    /// <summary>The quotas that are enforced; null for none.</summary>
    public LocalAwsQuotas? Quotas { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    public static async Task<LocalAwsServer> StartAsync(TimeProvider? time = null)
    {
        var server = new LocalAwsServer(time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    public void ForgetCalls()
    {
        _calls.Clear();
        _number = 0;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var buffer = new MemoryStream();
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = buffer.ToArray();
        var target = http.Request.Headers["X-Amz-Target"].ToString();
        if (target.StartsWith(SecretsManagerProtocol.TargetPrefix, StringComparison.Ordinal))
        {
            var json = JsonNode.Parse(body)!;
            var operation = target[SecretsManagerProtocol.TargetPrefix.Length..];
            await AnswerAsync(
                http,
                Record(http, operation, SecretsManagerProtocol.Resource(json), SecretsManagerProtocol.VersionId(json)),
                "application/x-amz-json-1.1",
                () =>
                {
                    Signature.Check(http.Request, body, "secretsmanager", Sts);
                    return SecretsManagerProtocol.Answer(Secrets, operation, json).ToJsonString();
                },
                error => SecretsManagerProtocol.Error(error).ToJsonString());
        }
        else
        {
            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)).ToDictionary(field => field.Key, field => field.Value.ToString());
            var operation = form.GetValueOrDefault("Action", "");
            await AnswerAsync(
                http,
                Record(http, operation, form.GetValueOrDefault("RoleArn", ""), ""),
                "text/xml",
                () => StsProtocol.Answer(Sts, Signature.Check(http.Request, body, "sts", Sts), operation, form).ToString(SaveOptions.DisableFormatting),
                error => StsProtocol.Error(error).ToString(SaveOptions.DisableFormatting));
        }
    }

    private AwsCall Record(HttpContext http, string operation, string resource, string versionId)
    {
        var accessKeyId = http.Request.Headers.Authorization.ToString().Split("Credential=").Last().Split('/')[0];
        var call = new AwsCall(Interlocked.Increment(ref _number), operation, resource, versionId, accessKeyId);
        _calls.Enqueue(call);
        return call;
    }

    private async Task AnswerAsync(HttpContext http, AwsCall call, string contentType, Func<string> perform, Func<AwsException, string> describe)
    {
        string text;
        Fault? fault = null;
        try
        {
            if (Latency > TimeSpan.Zero)
            {
                await Task.Delay(Latency, http.RequestAborted);
            }

            fault = Intercept is { } intercept ? await intercept(call, http.RequestAborted) : null;
            switch (fault)
            {
                case Fault.UnansweredFault:
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
                    break;
                case Fault.Refused refused:
                    throw new AwsException(refused.Code, refused.Message, refused.Status);
            }

            Quotas?.Take(call);
            text = perform();
            if (fault is Fault.LostAnswerFault)
            {
                http.Abort();
                return;
            }
        }
        catch (AwsException error)
        {
            (call.Error, http.Response.StatusCode) = (error.Code, error.Status);
            text = describe(error);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        http.Response.ContentType = contentType;
        await http.Response.WriteAsync(fault is Fault.MalformedFault ? text[..(text.Length * 2 / 3)] : text);
    }
}
