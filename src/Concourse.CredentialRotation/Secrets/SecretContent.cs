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
}
