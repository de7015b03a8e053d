using System.Net;
using Amazon.Runtime;

namespace Concourse.CredentialRotation.Tests.Errors;

/// <summary>What the writer of another store can say about an exception.</summary>
public sealed class RotationErrorTests
{
    private static readonly AwsOperation PutItem = new() { Name = "dynamodb:PutItem", Resource = "table/secrets", ServiceName = "DynamoDB", KmsKeyId = "alias/secrets" };

    [Test]
    public void FromException_AccessDenied_NamesTheOperationAndItsPermission()
    {
        var error = RotationError.FromException(Response("AccessDeniedException", "User is not authorized.", HttpStatusCode.Forbidden), PutItem);

        Assert.That(error.Message, Is.EqualTo(
            "AccessDeniedException (HTTP 403) from dynamodb:PutItem on table/secrets: User is not authorized. AWS request ID: R1. "
            + "The caller's policy must allow dynamodb:PutItem on table/secrets, and no resource policy of the secret, VPC endpoint policy or service control policy (SCP) may deny it."));
        Assert.That((error.ErrorCode, error.AwsRequestId), Is.EqualTo(("AccessDeniedException", "R1")));
    }

    // As STS and others respond, with all headers of the request.
    [Test]
    public void FromException_WrongSignature_HasNoSessionTokenOfTheCaller()
    {
        const string Message = "The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nx-amz-security-token:TOKEN\n'";

        Assert.That(
            RotationError.FromException(Response("SignatureDoesNotMatch", Message, HttpStatusCode.Forbidden), PutItem).Message,
            Is.EqualTo("SignatureDoesNotMatch (HTTP 403) from dynamodb:PutItem on table/secrets: The request signature we calculated does not match the signature you provided. AWS request ID: R1."));
    }

    [Test]
    public void FromException_OperationWithoutAResource_CanOnlyBeAllowedOnAll() =>
        Assert.That(
            RotationError.FromException(Response("AccessDeniedException", "No.", HttpStatusCode.Forbidden), PutItem with { Resource = null, Permissions = ["dynamodb:ListTables"] }).Message,
            Does.Contain("must allow dynamodb:ListTables on all resources (*)"));

    [Test]
    public void FromException_KmsKeyIsDenied_NamesThePermissionsOnTheKey() =>
        Assert.That(
            RotationError.FromException(Response("AccessDeniedException", "not authorized to perform: kms:Encrypt", HttpStatusCode.Forbidden), PutItem with { KmsPermissions = ["kms:Encrypt"] }).Message,
            Does.EndWith("The caller needs kms:Encrypt on the KMS key of table/secrets (alias/secrets), by its own policy and by the key policy, and the key must be enabled."));

    [Test]
    public void FromException_Throttled_NamesTheServiceOfTheQuota() =>
        Assert.That(RotationError.FromException(Response("ThrottlingException", "Rate exceeded", HttpStatusCode.BadRequest), PutItem).Message, Does.Contain("share the quota of DynamoDB: run"));

    [Test]
    public void FromException_NetworkFailure_NamesTheOperation() =>
        Assert.That(
            RotationError.FromException(new HttpRequestException("Connection refused"), PutItem).Message,
            Does.StartWith("The request failed: dynamodb:PutItem on table/secrets had no response: Connection refused. Check the network path to it"));

    [Test]
    public void FromException_AnyOtherException_IsDescribed() =>
        Assert.That(RotationError.FromException(new InvalidOperationException("The file is locked")).Message, Is.EqualTo("InvalidOperationException: The file is locked."));

    private static AmazonServiceException Response(string code, string message, HttpStatusCode status) => new(message, ErrorType.Sender, code, "R1", status);
}
