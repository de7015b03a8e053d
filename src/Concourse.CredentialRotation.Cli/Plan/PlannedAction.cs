using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>What a rotation would do with an account now.</summary>
internal enum PlannedAction
{
    /// <summary>Nothing, because the credentials are fresh.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,

    /// <summary>Create the secrets.</summary>
    [JsonStringEnumMemberName("create")]
    Create,

    /// <summary>Renew the credentials.</summary>
    [JsonStringEnumMemberName("renew")]
    Renew,

    /// <summary>Make the set whole again.</summary>
    [JsonStringEnumMemberName("repair")]
    Repair,

    /// <summary>Replace the values of another tool.</summary>
    [JsonStringEnumMemberName("replace")]
    Replace,

    /// <summary>It is not known, because the secrets were not or could not be read.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
