using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Concourse.CredentialRotation.Lambda.Tests;

/// <summary>
/// An HTTP proxy on a loopback port. It records which host each connection asks for, and then connects it to <see cref="Upstream"/>,
/// whatever that host is: a client that reaches AWS under a name that does not resolve has reached it through this proxy.
/// </summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private const int MaxHeadLength = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _requested = new();
    private readonly Task _accepting;

    public RecordingProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What the proxy variables are set to.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>The server that requests are forwarded to; a connection that is made before it is set is recorded and closed.</summary>
    public Uri? Upstream { get; set; }

    /// <summary>The method and host of each connection's first request, such as <c>CONNECT example.com:443</c>.</summary>
    public IReadOnlyList<string> Requested => [.. _requested];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient();
        try
        {
            var stream = client.GetStream();
            var head = await ReadHeadAsync(stream);
            var (method, target) = Encoding.ASCII.GetString(head.Span).Split(' ') is [var first, var second, ..] ? (first, second) : ("", "");
            var isTunnel = method is "CONNECT";
            _requested.Enqueue($"{method} {(isTunnel ? target : new Uri(target).Authority)}");
            if (Upstream is not { } upstream)
            {
                return;
            }

            await server.ConnectAsync(upstream.Host, upstream.Port, _stopping.Token);
            await (isTunnel
                ? stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stopping.Token)
                : server.GetStream().WriteAsync(head, _stopping.Token));
            await Task.WhenAny(
                stream.CopyToAsync(server.GetStream(), _stopping.Token),
                server.GetStream().CopyToAsync(stream, _stopping.Token));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // One side closed the connection, or the test is over.
        }
    }

    /// <summary>Everything up to the blank line after the headers, and what arrived with it.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadHeadAsync(NetworkStream stream)
    {
        var buffer = new byte[MaxHeadLength];
        var length = 0;
        while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _stopping.Token);
            length += read > 0 ? read : throw new IOException("The connection was closed, or its headers are too long.");
        }

        return buffer.AsMemory(0, length);
    }
}
