namespace Concourse.CredentialRotation;

/// <summary>
/// The account's secrets belong to different rotations, and rolling back failed. This is the most serious outcome. The next rotation that reaches AWS
/// repairs it.
/// </summary>
public sealed record TornOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Torn;

    /// <summary>Why the rotation had to be rolled back, and why that failed; without secrets.</summary>
    public required RotationError Error { get; init; }

    /// <summary>The ARN of the account's role.</summary>
    public string? RoleArn { get; init; }
}
