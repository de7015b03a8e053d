using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The condition of an account's secrets, from the point of view of a pipeline that reads them now.</summary>
internal enum SetCondition
{
    /// <summary>All secrets are of one rotation, and its session has more than five minutes left.</summary>
    [JsonStringEnumMemberName("whole")]
    Whole,

    /// <summary>All secrets are of one rotation, and its session has at most five minutes left: its renewal is overdue.</summary>
    [JsonStringEnumMemberName("expiring")]
    Expiring,

    /// <summary>All secrets are of one rotation, and its session has ended.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>The secrets belong to different rotations, or only some of them exist.</summary>
    [JsonStringEnumMemberName("torn")]
    Torn,

    /// <summary>None of the secrets exists.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>The secrets belong together, but something other than a rotation wrote them.</summary>
    [JsonStringEnumMemberName("otherTool")]
    OtherTool,

    /// <summary>A secret is scheduled for deletion, so nobody can read it.</summary>
    [JsonStringEnumMemberName("scheduledForDeletion")]
    ScheduledForDeletion,

    /// <summary>The secrets could not be read.</summary>
    [JsonStringEnumMemberName("unreadable")]
    Unreadable,
}
