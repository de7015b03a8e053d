using System.Diagnostics;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>One session of an account's role, as STS handed it out. Its text shows neither the secret key nor the session token.</summary>
/// <param name="accessKeyId">The access key id; no secret, CloudTrail shows it too.</param>
/// <param name="secretAccessKey">The secret access key.</param>
/// <param name="sessionToken">The session token.</param>
/// <param name="expiration">When the session ends.</param>
[DebuggerDisplay("session {AccessKeyId}")]
public sealed class SessionCredentials(string accessKeyId, string secretAccessKey, string sessionToken, DateTimeOffset expiration)
{
    /// <summary>The access key id; no secret, CloudTrail shows it too.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>The secret access key. Never to be logged.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SecretAccessKey { get; } = secretAccessKey;

    /// <summary>The session token. Never to be logged.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SessionToken { get; } = sessionToken;

    /// <summary>When the session ends.</summary>
    public DateTimeOffset Expiration { get; } = expiration;

    /// <summary>The value of one part.</summary>
    /// <param name="part">Which part.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public string ValueOf(CredentialPart part) => part switch
    {
        CredentialPart.AccessKey => AccessKeyId,
        CredentialPart.SecretKey => SecretAccessKey,
        CredentialPart.SessionToken => SessionToken,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "no part of a credential"),
    };

    /// <summary>The access key id and the expiration.</summary>
    public override string ToString() => $"session {AccessKeyId}, expires {Expiration:O}";

    /// <summary>The text without the secrets, wherever it came from and however it is escaped: an AWS message may quote what it refuses.</summary>
    internal string Redact(string text) => EscapedText.Replace(EscapedText.Replace(text, SecretAccessKey, "***"), SessionToken, "***");
}
