using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>Says what went wrong in a sentence that may be shown: without secrets, without a stack trace.</summary>
internal static class Problem
{
    public static string Describe(Exception exception) => exception switch
    {
        ThrottledException throttled => Describe(throttled.Response),

        // Its message quotes the whole answer, which for AssumeRole is the session itself.
        AmazonUnmarshallingException => "The answer of AWS could not be read.",
        AmazonServiceException { InnerException: AmazonUnmarshallingException } => "The answer of AWS could not be read.",
        AmazonServiceException { ErrorCode: { Length: > 0 } code } service => Sentence($"{code} (HTTP {(int)service.StatusCode}): {service.Message}"),
        OperationCanceledException or TimeoutException => "There was no answer in time.",
        _ => Sentence($"{exception.GetType().Name}: {exception.Message}"),
    };

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
