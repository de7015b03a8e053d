using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.LocalAws;

/// <summary>The local AWS on a loopback port, for the real SDK clients.</summary>
public sealed class LocalAwsServer : AwsEmulator, IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _connections;

    private LocalAwsServer(TimeProvider time, X509Certificate2? certificate)
        : base(time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        _app = builder.Build();
        _app.MapPost("/", HandleAsync);
    }

    public Uri Endpoint => new(_app.Urls.Single());

    /// <summary>How many connections were made to it so far.</summary>
    public int Connections => _connections;

    /// <summary>Starts it.</summary>
    /// <param name="time">What time it is for AWS; the system's when null.</param>
    /// <param name="certificate">The certificate to speak TLS with; plain HTTP when null.</param>
    public static async Task<LocalAwsServer> StartAsync(TimeProvider? time = null, X509Certificate2? certificate = null)
    {
        var server = new LocalAwsServer(time ?? TimeProvider.System, certificate);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var request = new AwsRequest(http.Request.Host.Value ?? "", name => http.Request.Headers[name], body.ToArray());
        if (await RespondAsync(request, http.RequestAborted) is not { } response)
        {
            http.Abort();
            return;
        }

        (http.Response.StatusCode, http.Response.ContentType) = (response.Status, response.ContentType);
        http.Response.Headers["x-amzn-RequestId"] = response.RequestId;
        await http.Response.WriteAsync(response.Text);
    }
}
