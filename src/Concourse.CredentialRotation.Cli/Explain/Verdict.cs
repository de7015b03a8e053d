using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Whether the rotation is to blame for an error.</summary>
internal enum Verdict
{
    /// <summary>No: the cause is elsewhere.</summary>
    [JsonStringEnumMemberName("no")]
    No,

    /// <summary>Yes: the credentials are not what they should be.</summary>
    [JsonStringEnumMemberName("yes")]
    Yes,

    /// <summary>Only through its timing: the step read while the credentials were being renewed.</summary>
    [JsonStringEnumMemberName("renewal")]
    Renewal,

    /// <summary>It is not known.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
