using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>What AWS responds to a call that it does not do.</summary>
internal static class FaultResponses
{
    public static readonly AwsResponse Refused = new(400, "application/x-amz-json-1.1", """{"__type":"AccessDeniedException","Message":"no"}""");

    private static readonly AwsResponse SecretsManagerThrottled = new(400, "application/x-amz-json-1.1", """{"__type":"ThrottlingException","Message":"Rate exceeded"}""");
    private static readonly AwsResponse StsThrottled = new(
        400, "text/xml", """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>""");

    public static AwsResponse Throttled(Step step) => step.IsSts ? StsThrottled : SecretsManagerThrottled;
}
