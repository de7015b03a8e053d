namespace Concourse.CredentialRotation.LocalAws;

/// <summary>One call as it arrived.</summary>
/// <param name="Number">Its position among all calls, from 1.</param>
/// <param name="Operation">The operation's name.</param>
/// <param name="Resource">The secret's or parameter's name, with commas between several; or the role's ARN; for GetCallerIdentity the caller's ARN.</param>
/// <param name="VersionId">The ClientRequestToken, or the version that a label is moved to; for PutParameter the description.</param>
/// <param name="AccessKeyId">Whose call it is.</param>
/// <param name="UserAgent">The client's user agent, which CloudTrail records.</param>
public sealed record AwsCall(int Number, string Operation, string Resource, string VersionId, string AccessKeyId, string UserAgent)
{
    /// <summary>The ID that AWS gives the request, and responds with.</summary>
    public string RequestId { get; } = Guid.NewGuid().ToString();

    /// <summary>The code of the error response; null while there is none.</summary>
    public string? Error { get; internal set; }

    public bool IsSts => Operation is "AssumeRole" or "GetCallerIdentity";

    public bool IsSecretWrite => Operation is "PutSecretValue" or "UpdateSecretVersionStage";
}
