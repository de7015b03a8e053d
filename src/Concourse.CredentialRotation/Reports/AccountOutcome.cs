using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>How the rotation of one account ended: one of the types that derive from this one.</summary>
/// <param name="Account">The team's name for the account.</param>
public abstract record AccountOutcome(string Account)
{
    /// <summary>Whether pipelines now read a whole, fresh set, by this rotation or by another.</summary>
    public abstract bool Succeeded { get; }

    /// <summary>The outcome in one word, as the report's JSON has it.</summary>
    public abstract string Kind { get; }

    /// <summary>Writes what the report's JSON has beside the account and the outcome.</summary>
    internal abstract void WriteFields(Utf8JsonWriter json);

    private protected static void WriteStanding(Utf8JsonWriter json, RotationId? rotationId, TimeSpan? age, DateTimeOffset? estimatedExpiration)
    {
        WriteString(json, "rotationId", rotationId?.ToString());
        if (age is { TotalSeconds: var seconds })
        {
            json.WriteNumber("ageSeconds", (long)seconds);
        }

        if (estimatedExpiration is { UtcDateTime: var expiration })
        {
            json.WriteString("estimatedExpiration", expiration);
        }
    }

    private protected static void WriteString(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private protected static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
