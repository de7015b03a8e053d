namespace Concourse.CredentialRotation;

/// <summary>The account has new credentials.</summary>
public sealed record RotatedOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Rotated;

    /// <summary>The ID of the rotation. In Secrets Manager it is the ID of the current version of all the account's secrets.</summary>
    public required RotationId RotationId { get; init; }

    /// <summary>When the session expires.</summary>
    public required DateTimeOffset Expiration { get; init; }

    /// <summary>The session's access key ID, by which CloudTrail shows what was done with it. It is not secret.</summary>
    public string? AccessKeyId { get; init; }

    /// <summary>The names of the account's secrets.</summary>
    public required IReadOnlyList<string> Paths { get; init => field = Equatable.List(value); }

    /// <summary>
    /// The names of secrets that an earlier <see cref="SecretLayout"/> needed and the account's present one does not. They still exist, but are not rotated
    /// any more. Delete them when no pipeline reads them. The first rotation of a day (UTC) looks for them, and so does one
    /// that finds secrets missing, torn or written by something else.
    /// </summary>
    /// <value>
    /// The default is empty. Secrets that could not be read are not listed. If the team is rotated in parts, a secret of an account in another part can be
    /// listed.
    /// </value>
    public IReadOnlyList<string> LeftBehind { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);

    /// <summary>What the team should know, for example that the session is shorter than requested.</summary>
    /// <value>Complete sentences; the default is empty.</value>
    public IReadOnlyList<string> Warnings { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);
}
