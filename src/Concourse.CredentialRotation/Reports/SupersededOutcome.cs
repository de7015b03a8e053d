namespace Concourse.CredentialRotation;

/// <summary>Another rotation of the same account finished first. Its credentials are current.</summary>
public sealed record SupersededOutcome : AccountOutcome
{
    /// <inheritdoc/>
    public override AccountOutcomeKind Kind => AccountOutcomeKind.Superseded;

    /// <summary>The other rotation.</summary>
    /// <value><see langword="null"/> when the writer does not know it.</value>
    public RotationId? RotationId { get; init; }

    /// <summary>About when its session expires: the time of the rotation plus the duration that the account's sessions have by its current configuration.</summary>
    /// <value><see langword="null"/> when the rotation is not known, or the duration cannot be determined.</value>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <summary>What the team should know, for example that a secret was restored.</summary>
    /// <value>Complete sentences; the default is empty.</value>
    public IReadOnlyList<string> Warnings { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);
}
