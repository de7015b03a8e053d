using System.Text.Json;

namespace Concourse.CredentialRotation;

/// <summary>Another rotation of the same account was quicker; its credentials stand.</summary>
/// <param name="Account">The team's name for the account.</param>
public sealed record SupersededOutcome(string Account) : AccountOutcome(Account)
{
    /// <summary>That other rotation; null when the writer did not tell.</summary>
    public RotationId? RotationId { get; init; }

    /// <summary>How long ago that rotation began, by this process's clock and not below zero; null when the rotation is not known.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>
    /// About when its session ends: the time of the rotation and the length that a session of the account has by its present configuration.
    /// Null when that is not known.
    /// </summary>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <inheritdoc/>
    public override bool Succeeded => true;

    /// <inheritdoc/>
    public override string Kind => "superseded";

    internal override void WriteFields(Utf8JsonWriter json) => WriteStanding(json, RotationId, Age, EstimatedExpiration);
}
