namespace Concourse.CredentialRotation;

/// <summary>
/// The account was not rotated. Pipelines read what they read before; only secrets that were missing may exist now. The exception is a write whose result is
/// not known (<see cref="MayBeWritten"/>).
/// </summary>
public sealed record FailedOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Failed;

    /// <summary>The step that failed.</summary>
    public required RotationStep Step { get; init; }

    /// <summary>Why it failed, without secrets.</summary>
    public required RotationError Error { get; init; }

    /// <summary>
    /// Whether the new credentials may have been written all the same: AWS did not respond to the write, and could not be asked afterwards. Pipelines read
    /// either all of the new credentials or all of the previous ones.
    /// </summary>
    public bool MayBeWritten { get; init; }

    /// <summary>The rotation whose credentials were current when the secrets were inspected.</summary>
    /// <value><see langword="null"/> when it is not known.</value>
    public RotationId? RotationId { get; init; }

    /// <summary>About when its session expires: the time of the rotation plus the duration that the account's sessions have by its current configuration.</summary>
    /// <value><see langword="null"/> when the rotation is not known, or the duration cannot be determined.</value>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <summary>The ARN of the account's role.</summary>
    public string? RoleArn { get; init; }
}
