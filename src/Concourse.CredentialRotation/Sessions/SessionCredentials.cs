using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

/// <summary>The credentials of one session, as STS issued them. <see cref="ToString"/> shows neither the secret access key nor the session token.</summary>
/// <param name="accessKeyId">The access key ID. It is not secret by itself: CloudTrail shows it.</param>
/// <param name="secretAccessKey">The secret access key.</param>
/// <param name="sessionToken">The session token.</param>
/// <param name="expiration">When the session expires.</param>
[DebuggerDisplay("session {AccessKeyId}")]
public sealed class SessionCredentials(string accessKeyId, string secretAccessKey, string sessionToken, DateTimeOffset expiration)
{
    /// <summary>The access key ID. It is not secret by itself: CloudTrail shows it.</summary>
    public string AccessKeyId { get; } = accessKeyId;

    /// <summary>The secret access key. Never log it.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SecretAccessKey { get; } = secretAccessKey;

    /// <summary>The session token. Never log it.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string SessionToken { get; } = sessionToken;

    /// <summary>When the session expires.</summary>
    public DateTimeOffset Expiration { get; } = expiration;

    /// <summary>Returns the value of a secret.</summary>
    /// <param name="content">What the secret holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The content is unknown.</exception>
    public string GetValue(SecretContent content) => content switch
    {
        SecretContent.AccessKeyId => AccessKeyId,
        SecretContent.SecretAccessKey => SecretAccessKey,
        SecretContent.SessionToken => SessionToken,
        SecretContent.Credentials => GetProcessCredentials(),
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "The content is unknown."),
    };

    /// <summary>The access key ID and the expiration.</summary>
    public override string ToString() => $"session {AccessKeyId}, expires {Expiration:O}";

    /// <summary>Removes the secrets from a text, however they are escaped: an AWS message may quote the request that it rejects.</summary>
    internal string Redact(string text) => EscapedText.Replace(EscapedText.Replace(text, SecretAccessKey, "***"), SessionToken, "***");

    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html has the format.
    private string GetProcessCredentials()
    {
        var buffer = new ArrayBufferWriter<byte>();

        // The relaxed encoder leaves the plus signs of a session token alone, for scripts that do not parse JSON.
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("Version", 1);
            json.WriteString(nameof(AccessKeyId), AccessKeyId);
            json.WriteString(nameof(SecretAccessKey), SecretAccessKey);
            json.WriteString(nameof(SessionToken), SessionToken);
            json.WriteString(nameof(Expiration), Expiration.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
