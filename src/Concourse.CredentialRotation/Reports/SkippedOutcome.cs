using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>The account's credentials are still fresh; nothing was assumed or written.</summary>
/// <param name="Account">The team's name for the account.</param>
/// <param name="RotationId">The rotation that is current.</param>
/// <param name="Paths">The names of the set's secrets, the leader first.</param>
public sealed record SkippedOutcome(string Account, RotationId RotationId, IReadOnlyList<string> Paths) : AccountOutcome(Account)
{
    /// <summary>How long ago that rotation began, by this process's clock and not below zero.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>
    /// About when its session ends: the time of the rotation and the length that a session of the account has by its present configuration.
    /// Null when that is not known.
    /// </summary>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <inheritdoc/>
    public override bool Succeeded => true;

    /// <inheritdoc/>
    public override string Kind => "skipped";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        WriteStanding(json, RotationId, Age, EstimatedExpiration);
        WriteTexts(json, "paths", Paths);
    }
}
