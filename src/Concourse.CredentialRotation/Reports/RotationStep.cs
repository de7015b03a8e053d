using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>The steps of one account's rotation, in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RotationStep>))]
public enum RotationStep
{
    /// <summary>The set's present state is read.</summary>
    [JsonStringEnumMemberName("inspect")]
    Inspect,

    /// <summary>The account's role is assumed.</summary>
    [JsonStringEnumMemberName("assume")]
    Assume,

    /// <summary>The new session is asked who it is.</summary>
    [JsonStringEnumMemberName("verify")]
    Verify,

    /// <summary>The new values are put where no pipeline reads them yet.</summary>
    [JsonStringEnumMemberName("stage")]
    Stage,

    /// <summary>The new values become what pipelines read.</summary>
    [JsonStringEnumMemberName("promote")]
    Promote,
}
