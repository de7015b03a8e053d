// Stand-in for the official package AWSSDK.SecretsManager 4.x: delete this folder once UseOfficialAwsPackages is the default.
using System.Buffers;
using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.SecretsManager.Model;

namespace Amazon.SecretsManager.Internal;

// One operation of AWS JSON 1.1: how its request is written and its answer read.
internal sealed class Operation<TRequest, TResponse>(string name, Action<Utf8JsonWriter, TRequest> write, Func<JsonElement, TResponse> read)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonSecretsManagerRequest
    where TResponse : AmazonWebServiceResponse
{
    public ResponseUnmarshaller Unmarshaller { get; } = new Answer(read);

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            write(writer, (TRequest)input);
            writer.WriteEndObject();
        }

        return new DefaultRequest(input, "Amazon.SecretsManager")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = body.WrittenSpan.ToArray(),
            Headers =
            {
                ["X-Amz-Target"] = $"secretsmanager.{name}",
                ["Content-Type"] = "application/x-amz-json-1.1",
                [Amazon.Util.HeaderKeys.XAmzApiVersion] = "2017-10-17",
            },
        };
    }

    private sealed class Answer(Func<JsonElement, TResponse> read) : JsonResponseUnmarshaller
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
        {
            using var document = JsonDocument.Parse(input.Stream);
            return read(document.RootElement);
        }

        public override AmazonServiceException UnmarshallException(JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            error.InnerException = innerException;
            error.StatusCode = statusCode;
            return AmazonSecretsManagerException.From(error);
        }
    }
}
