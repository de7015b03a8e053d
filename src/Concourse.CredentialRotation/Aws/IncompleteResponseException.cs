using Amazon.Runtime;

namespace Concourse.CredentialRotation;

/// <summary>AWS reported success, but its response lacks what it documents.</summary>
internal sealed class IncompleteResponseException(AwsOperation operation, string missing)
    : AmazonClientException($"The AWS response to {operation} is incomplete: it has no {missing}.");
