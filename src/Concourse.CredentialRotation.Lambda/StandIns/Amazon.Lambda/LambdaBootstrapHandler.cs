// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.Lambda.RuntimeSupport;

internal delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);
