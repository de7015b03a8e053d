using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

internal static class RuntimePipelineExtensions
{
    /// <summary>Adds what the library needs of every AWS client: throttled responses reach the caller, and exceptions have their operation attached.</summary>
    public static void AddRotationHandlers(this RuntimePipeline pipeline)
    {
        pipeline.AddHandlerAfter<RetryHandler>(new ThrottlingHandler());
        pipeline.AddHandlerAfter<ThrottlingHandler>(new AwsAttemptHandler());
        pipeline.AddHandler(new AwsOperationHandler());
    }
}
