using System.Net;
using System.Text;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>Carries the SDK's requests to the stand-in and its responses back, each way for half of a round trip of virtual time.</summary>
internal sealed class VirtualNetwork(AwsEmulator aws, VirtualTime time, Random random, Action onResponse) : HttpMessageHandler
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(10);

    private readonly int _thread = Environment.CurrentManagedThreadId;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A call came from another thread: this run is not reproducible.");
        }

        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        await Task.Delay(OneWay * (0.8 + (random.NextDouble() * 0.4)), time, cancellationToken);
        var response = await aws.RespondAsync(new AwsRequest(request.RequestUri!.Authority, name => Header(request, name), body), cancellationToken);
        onResponse();
        await Task.Delay(OneWay, time, cancellationToken);
        return new((HttpStatusCode)response!.Status)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(response.Text)) { Headers = { { "Content-Type", response.ContentType } } },
        };
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) || request.Content!.Headers.NonValidated.TryGetValues(name, out values)
            ? string.Join(',', values)
            : null;
}
