using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The account's credentials are still fresh; nothing was assumed or written.</summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="RotationId">The rotation that is current; its <see cref="RotationId.CreatedAt"/> tells the set's age.</param>
/// <param name="Paths">The names of the set's secrets, the leader first.</param>
public sealed record SkippedOutcome(string Account, RotationId RotationId, IReadOnlyList<string> Paths) : AccountOutcome(Account)
{
    /// <inheritdoc/>
    public override bool Succeeded => true;

    /// <inheritdoc/>
    public override string Kind => "skipped";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("rotationId", RotationId.ToString());
        WriteTexts(json, "paths", Paths);
    }
}
