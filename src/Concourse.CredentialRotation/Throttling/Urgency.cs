namespace Concourse.CredentialRotation;

/// <summary>How soon a throttled request is sent again.</summary>
internal enum Urgency
{
    /// <summary>After an exponential backoff of up to a few seconds: pipelines read a complete set meanwhile.</summary>
    Patient,

    /// <summary>Without waiting for the quota, and after about 10 milliseconds: the set is mixed until the request succeeds.</summary>
    Urgent,
}
