namespace Concourse.CredentialRotation;

/// <summary>What one secret of an account holds. The names are those of the AWS credentials themselves.</summary>
public enum SecretContent
{
    /// <summary>The access key ID. It is not secret by itself: CloudTrail shows it.</summary>
    AccessKeyId,

    /// <summary>The secret access key.</summary>
    SecretAccessKey,

    /// <summary>The session token.</summary>
    SessionToken,

    /// <summary>
    /// All of the above and the expiration, as the JSON that the AWS SDKs and the AWS CLI take from a <c>credential_process</c>
    /// (<see href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">process credential provider</see>).
    /// </summary>
    Credentials,
}
