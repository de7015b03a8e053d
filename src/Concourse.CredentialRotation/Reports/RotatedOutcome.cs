using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The account has new credentials.</summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="RotationId">The version id under which all the set's secrets are current.</param>
/// <param name="Expiration">When the session ends.</param>
/// <param name="Paths">The names of the set's secrets, the leader first.</param>
/// <param name="Warnings">What the team should know: for one, that the session is shorter than what was asked for.</param>
public sealed record RotatedOutcome(
    string Account, RotationId RotationId, DateTimeOffset Expiration, IReadOnlyList<string> Paths, IReadOnlyList<string> Warnings)
    : AccountOutcome(Account)
{
    /// <summary>The session's access key id, by which CloudTrail shows what was called with it; no secret.</summary>
    public string? AccessKeyId { get; init; }

    /// <inheritdoc/>
    public override bool Succeeded => true;

    /// <inheritdoc/>
    public override string Kind => "rotated";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("rotationId", RotationId.ToString());
        WriteString(json, "accessKeyId", AccessKeyId);
        json.WriteString("expiration", Expiration.UtcDateTime);
        WriteTexts(json, "paths", Paths);
        WriteTexts(json, "warnings", Warnings);
    }
}
