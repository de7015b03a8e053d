// Stand-in for the official packages Amazon.Lambda.Core and Amazon.Lambda.RuntimeSupport: delete this folder once UseOfficialAwsPackages is the default.
namespace Amazon.Lambda.RuntimeSupport;

internal sealed class InvocationResponse(Stream outputStream, bool disposeOutputStream = true)
{
    public Stream OutputStream { get; } = outputStream;

    public bool DisposeOutputStream { get; } = disposeOutputStream;
}
