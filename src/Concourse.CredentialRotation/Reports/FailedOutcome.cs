namespace Concourse.CredentialRotation;

/// <summary>The account was not rotated. Pipelines read what they read before; only secrets that were missing may exist now.</summary>
public sealed record FailedOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Failed;

    /// <summary>The step that failed.</summary>
    public required RotationStep Step { get; init; }

    /// <summary>Why it failed, without secrets.</summary>
    public required RotationError Error { get; init; }

    /// <summary>The ARN of the account's role.</summary>
    public string? RoleArn { get; init; }
}
