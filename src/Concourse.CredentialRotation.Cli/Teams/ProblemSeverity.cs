using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Whether a team can be rotated in spite of a problem.</summary>
internal enum ProblemSeverity
{
    /// <summary>The function rejects the team.</summary>
    [JsonStringEnumMemberName("error")]
    Error,

    /// <summary>The function ignores it.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,
}
