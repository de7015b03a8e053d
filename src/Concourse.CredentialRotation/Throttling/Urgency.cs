namespace Concourse.CredentialRotation;

/// <summary>How soon a throttled request is sent again.</summary>
internal enum Urgency
{
    /// <summary>After an exponential back-off of up to some seconds: pipelines read a whole set meanwhile.</summary>
    Patient,

    /// <summary>After some 10 milliseconds: the set is mixed until the request goes through.</summary>
    Urgent,
}
