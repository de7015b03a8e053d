// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
using System.Buffers;
using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
internal sealed class RuntimeApiClient(HttpClient httpClient)
{
    private readonly string _root =
        $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") ?? throw new InvalidOperationException("AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda.")}/2018-06-01/runtime";

    public async Task<HttpResponseMessage> NextAsync(CancellationToken cancellationToken)
    {
        var next = await httpClient.GetAsync(new Uri($"{_root}/invocation/next"), cancellationToken).ConfigureAwait(false);
        return next.EnsureSuccessStatusCode();
    }

    public async Task RespondAsync(string requestId, Stream output, CancellationToken cancellationToken)
    {
        using var content = new StreamContent(output);
        content.Headers.ContentType = new("application/json");
        using var answer = await httpClient.PostAsync(new Uri($"{_root}/invocation/{requestId}/response"), content, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    public Task FailAsync(string requestId, Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync($"{_root}/invocation/{requestId}/error", exception, cancellationToken);

    public Task FailInitAsync(Exception exception, CancellationToken cancellationToken) =>
        PostErrorAsync($"{_root}/init/error", exception, cancellationToken);

    private async Task PostErrorAsync(string uri, Exception exception, CancellationToken cancellationToken)
    {
        using var content = new ReadOnlyMemoryContent(Json(exception));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.Add("Lambda-Runtime-Function-Error-Type", $"Runtime.{exception.GetType().Name}");
        using var answer = await httpClient.SendAsync(request, cancellationToken).ConfigureAwait(false);
        answer.EnsureSuccessStatusCode();
    }

    private static ReadOnlyMemory<byte> Json(Exception exception)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", exception.Message);
            json.WriteString("errorType", exception.GetType().Name);
            json.WriteStartArray("stackTrace");
            foreach (var frame in exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries) ?? [])
            {
                json.WriteStringValue(frame);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
