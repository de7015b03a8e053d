// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
using System.Globalization;
using System.Net.Http.Headers;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed class RuntimeApiContext(HttpResponseHeaders headers) : ILambdaContext
{
    private readonly DateTimeOffset _deadline = DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(headers.GetValues("Lambda-Runtime-Deadline-Ms").First(), CultureInfo.InvariantCulture));

    public string AwsRequestId { get; } = headers.GetValues("Lambda-Runtime-Aws-Request-Id").First();

    public string InvokedFunctionArn { get; } = headers.GetValues("Lambda-Runtime-Invoked-Function-Arn").First();

    public TimeSpan RemainingTime => _deadline - TimeProvider.System.GetUtcNow();

    public string? TraceId { get; } = headers.TryGetValues("Lambda-Runtime-Trace-Id", out var values) ? values.First() : null;
}
