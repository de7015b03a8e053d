namespace Concourse.CredentialRotation;

/// <summary>The kinds of outcome that the rotation of an account can have.</summary>
public enum AccountOutcomeKind
{
    /// <summary>The account has new credentials: <see cref="RotatedOutcome"/>.</summary>
    Rotated,

    /// <summary>The account's credentials are still fresh: <see cref="SkippedOutcome"/>.</summary>
    Skipped,

    /// <summary>Another rotation of the account finished first: <see cref="SupersededOutcome"/>.</summary>
    Superseded,

    /// <summary>The account was not rotated: <see cref="FailedOutcome"/>.</summary>
    Failed,

    /// <summary>The account's secrets belong to different rotations: <see cref="TornOutcome"/>.</summary>
    Torn,
}
