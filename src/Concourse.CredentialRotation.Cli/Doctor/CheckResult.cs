using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>The result of a check.</summary>
internal enum CheckResult
{
    /// <summary>Something should be changed.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,

    /// <summary>All is well.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It was not checked, and the message says why.</summary>
    [JsonStringEnumMemberName("notChecked")]
    NotChecked,

    /// <summary>Something to know.</summary>
    [JsonStringEnumMemberName("note")]
    Note,
}
