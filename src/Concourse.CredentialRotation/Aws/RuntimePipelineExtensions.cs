using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Concourse.CredentialRotation;

internal static class RuntimePipelineExtensions
{
    /// <summary>Adds what the library needs of every AWS client: throttled responses reach the caller, and exceptions have their operation attached.</summary>
    /// <param name="pipeline">The client's pipeline.</param>
    /// <param name="describe">Describes the operation of a request.</param>
    /// <param name="findMissing">Names what a response lacks that AWS documents for it; null for a complete one.</param>
    public static void AddRotationHandlers(
        this RuntimePipeline pipeline, Func<AmazonWebServiceRequest, AwsOperation> describe, Func<AmazonWebServiceResponse, string?> findMissing)
    {
        pipeline.AddHandlerAfter<RetryHandler>(new ThrottlingHandler());
        pipeline.AddHandlerAfter<ThrottlingHandler>(new AwsAttemptHandler());
        pipeline.AddHandler(new AwsOperationHandler(describe, findMissing));
    }
}
