using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The local AWS on a loopback port, for the real SDK clients.</summary>
public sealed class LocalAwsServer : AwsStandIn, IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalAwsServer(TimeProvider time)
        : base(time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/", HandleAsync);
    }

    public Uri Endpoint => new(_app.Urls.Single());

    public static async Task<LocalAwsServer> StartAsync(TimeProvider? time = null)
    {
        var server = new LocalAwsServer(time ?? TimeProvider.System);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = new AwsRequest(http.Request.Host.Value ?? "", name => http.Request.Headers[name], body.ToArray());
        if (await AnswerAsync(request, http.RequestAborted) is not { } answer)
        {
            http.Abort();
            return;
        }

        (http.Response.StatusCode, http.Response.ContentType) = (answer.Status, answer.ContentType);
        await http.Response.WriteAsync(answer.Text);
    }
}
