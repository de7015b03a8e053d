using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>What an error that a pipeline printed is about.</summary>
internal enum ErrorKind
{
    /// <summary>No known error.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>The session has ended.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>The access key and the session token do not belong together, or one of them does not exist.</summary>
    [JsonStringEnumMemberName("invalidToken")]
    InvalidToken,

    /// <summary>The secret key does not belong to the access key.</summary>
    [JsonStringEnumMemberName("wrongSignature")]
    WrongSignature,

    /// <summary>The request was signed at another time than AWS has.</summary>
    [JsonStringEnumMemberName("wrongClock")]
    WrongClock,

    /// <summary>There was no session token.</summary>
    [JsonStringEnumMemberName("missingToken")]
    MissingToken,

    /// <summary>There were no credentials at all.</summary>
    [JsonStringEnumMemberName("noCredentials")]
    NoCredentials,

    /// <summary>The credentials are valid, but do not allow the action.</summary>
    [JsonStringEnumMemberName("accessDenied")]
    AccessDenied,

    /// <summary>The session policies of the account do not allow the action.</summary>
    [JsonStringEnumMemberName("sessionPolicyDenied")]
    SessionPolicyDenied,

    /// <summary>A policy of the role denies the action explicitly, for example because its sessions were revoked.</summary>
    [JsonStringEnumMemberName("explicitlyDenied")]
    ExplicitlyDenied,

    /// <summary>Concourse may not read the secret.</summary>
    [JsonStringEnumMemberName("secretDenied")]
    SecretDenied,

    /// <summary>Concourse found no secret of that name.</summary>
    [JsonStringEnumMemberName("undefinedVariable")]
    UndefinedVariable,

    /// <summary>AWS throttled the request.</summary>
    [JsonStringEnumMemberName("throttled")]
    Throttled,

    /// <summary>The function may not assume the role.</summary>
    [JsonStringEnumMemberName("roleDenied")]
    RoleDenied,

    /// <summary>The function may not use the KMS key.</summary>
    [JsonStringEnumMemberName("keyDenied")]
    KeyDenied,

    /// <summary>The KMS key cannot be used.</summary>
    [JsonStringEnumMemberName("keyUnusable")]
    KeyUnusable,

    /// <summary>AWS throttled the function until its time was over.</summary>
    [JsonStringEnumMemberName("quotaExceeded")]
    QuotaExceeded,

    /// <summary>AWS did not respond to the function.</summary>
    [JsonStringEnumMemberName("noResponse")]
    NoResponse,

    /// <summary>The function left a torn set.</summary>
    [JsonStringEnumMemberName("torn")]
    Torn,

    /// <summary>The team's event is not a valid team configuration.</summary>
    [JsonStringEnumMemberName("eventRejected")]
    EventRejected,

    /// <summary>The function was invoked through another alias than the team's own.</summary>
    [JsonStringEnumMemberName("invocationUnauthorized")]
    InvocationUnauthorized,

    /// <summary>The function has a setting that is not valid.</summary>
    [JsonStringEnumMemberName("settingsInvalid")]
    SettingsInvalid,

    /// <summary>Lambda ended the function.</summary>
    [JsonStringEnumMemberName("functionTimedOut")]
    FunctionTimedOut,

    /// <summary>The function could not rotate an account for another reason.</summary>
    [JsonStringEnumMemberName("rotationFailed")]
    RotationFailed,
}
