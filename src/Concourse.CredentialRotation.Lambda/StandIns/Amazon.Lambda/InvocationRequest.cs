// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

internal sealed class InvocationRequest
{
    public required Stream InputStream { get; init; }

    public required ILambdaContext LambdaContext { get; init; }
}
