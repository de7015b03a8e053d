using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Takes from the value of a secret what is not secret.</summary>
internal static partial class AccessKeyValue
{
    /// <summary>The secret that has the access key ID. The access key's own has nothing secret in it, so it is preferred.</summary>
    public static SecretEntry FindEntry(IReadOnlyList<SecretEntry> entries) =>
        entries.FirstOrDefault(entry => entry.Content is SecretContent.AccessKeyId) ?? entries.First(entry => entry.Content is SecretContent.Credentials);

    /// <summary>The access key ID, and the expiration that only the combined secret has. Another tool may have written anything there, so only what looks like an ID is taken.</summary>
    public static (string? AccessKeyId, DateTimeOffset? Expiration) Parse(SecretContent content, string? value)
    {
        var (id, expiration) = content is SecretContent.AccessKeyId ? (value, null) : ParseCombined(value);
        return (id is not null && WholeId().IsMatch(id) ? id : null, expiration);
    }

    private static (string? AccessKeyId, DateTimeOffset? Expiration) ParseCombined(string? value)
    {
        try
        {
            using var json = JsonDocument.Parse(value ?? "");
            return (
                Text(json.RootElement, nameof(SessionCredentials.AccessKeyId)),
                DateTimeOffset.TryParse(Text(json.RootElement, nameof(SessionCredentials.Expiration)), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : null);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
    [GeneratedRegex(@"^A[KS]IA[A-Z0-9]{12,124}\z")]
    private static partial Regex WholeId();
}
