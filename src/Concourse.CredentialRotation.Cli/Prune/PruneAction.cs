using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>prune</c> does with a secret that no account needs.</summary>
internal enum PruneAction
{
    /// <summary>It would be deleted, or scheduled for deletion, with <c>--yes</c>.</summary>
    [JsonStringEnumMemberName("wouldDelete")]
    WouldDelete,

    /// <summary>It was scheduled for deletion.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled,

    /// <summary>It was deleted for good.</summary>
    [JsonStringEnumMemberName("deleted")]
    Deleted,

    /// <summary>It is kept, because something may still rotate it.</summary>
    [JsonStringEnumMemberName("keep")]
    Keep,

    /// <summary>It could not be deleted, or scheduled for deletion.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
