// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.Lambda.Core;

internal interface ILambdaContext
{
    string AwsRequestId { get; }

    string InvokedFunctionArn { get; }

    TimeSpan RemainingTime { get; }
}
