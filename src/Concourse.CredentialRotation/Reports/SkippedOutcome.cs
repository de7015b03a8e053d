namespace Concourse.CredentialRotation;

/// <summary>The account's credentials are still fresh. No role was assumed, and nothing was written.</summary>
public sealed record SkippedOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Skipped;

    /// <summary>The rotation whose credentials are current.</summary>
    /// <value><see langword="null"/> when the store does not record rotations.</value>
    public RotationId? RotationId { get; init; }

    /// <summary>About when its session expires: the time of the rotation plus the duration that the account's sessions have by its current configuration.</summary>
    /// <value><see langword="null"/> when the duration cannot be determined.</value>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <summary>The names of the account's secrets.</summary>
    public required IReadOnlyList<string> Paths { get; init => field = Equatable.List(value); }
}
