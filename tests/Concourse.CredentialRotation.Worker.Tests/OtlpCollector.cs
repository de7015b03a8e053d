using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>A collector of OpenTelemetry on this machine, which keeps what it is sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Dictionary<string, string> _received = [];
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly WebApplication _server;

    private OtlpCollector(WebApplication server) => _server = server;

    public string Endpoint => _server.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var collector = new OtlpCollector(builder.Build());
        collector._server.Run(collector.AcceptAsync);
        await collector._server.StartAsync();
        return collector;
    }

    /// <summary>Waits until all texts were sent to a path. The names in Protocol Buffers are plain text.</summary>
    public async Task ReceiveAsync(string path, params string[] texts)
    {
        while (!Array.TrueForAll(texts, Received(path).Contains))
        {
            await _arrived.WaitAsync(TestContext.CurrentContext.CancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AcceptAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        lock (_received)
        {
            var path = http.Request.Path.ToString();
            _received[path] = _received.GetValueOrDefault(path, "") + Encoding.Latin1.GetString(body.ToArray());
        }

        _arrived.Release();
    }

    private string Received(string path)
    {
        lock (_received)
        {
            return _received.GetValueOrDefault(path, "");
        }
    }
}
