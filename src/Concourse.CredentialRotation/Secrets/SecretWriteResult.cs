namespace Concourse.CredentialRotation;

/// <summary>
/// How writing one set of secrets ended. It must be true whatever failed, because operators rely on it: a set that is not reported as torn is not one that
/// they look at. <c>SecretWriterCheck</c> in the package <c>Concourse.CredentialRotation.Testing</c> compares each result with what readers get.
/// </summary>
public sealed record SecretWriteResult
{
    private SecretWriteResult(SecretWriteStatus status) => Status = status;

    /// <summary>The whole set was written.</summary>
    public static SecretWriteResult Written { get; } = new(SecretWriteStatus.Written);

    /// <summary>Another rotation, which is not known, wrote the whole set in the meantime.</summary>
    public static SecretWriteResult Superseded { get; } = new(SecretWriteStatus.Superseded);

    /// <summary>How it ended.</summary>
    public SecretWriteStatus Status { get; }

    /// <summary>The step that failed.</summary>
    /// <value>
    /// <see langword="null"/> unless <see cref="Status"/> is <see cref="SecretWriteStatus.Failed"/>, <see cref="SecretWriteStatus.Unknown"/> or
    /// <see cref="SecretWriteStatus.Torn"/>.
    /// </value>
    public RotationStep? Step { get; private init; }

    /// <summary>What went wrong.</summary>
    /// <value>
    /// <see langword="null"/> unless <see cref="Status"/> is <see cref="SecretWriteStatus.Failed"/>, <see cref="SecretWriteStatus.Unknown"/> or
    /// <see cref="SecretWriteStatus.Torn"/>.
    /// </value>
    public RotationError? Error { get; private init; }

    /// <summary>The rotation that wrote the whole set in the meantime.</summary>
    /// <value><see langword="null"/> when it is not known, or <see cref="Status"/> is not <see cref="SecretWriteStatus.Superseded"/>.</value>
    public RotationId? RotationId { get; private init; }

    /// <summary>What the team should know, for example that a secret was restored.</summary>
    /// <value>Complete sentences without secrets; the default is empty.</value>
    public IReadOnlyList<string> Warnings { get; init => field = Equatable.List(value); } = Equatable.List<string>([]);

    /// <summary>Another rotation wrote the whole set in the meantime.</summary>
    /// <param name="rotationId">That rotation.</param>
    public static SecretWriteResult SupersededBy(RotationId rotationId) => Superseded with { RotationId = rotationId };

    /// <summary>Nothing that readers get has changed.</summary>
    /// <param name="step">The step that failed: <see cref="RotationStep.Stage"/> or <see cref="RotationStep.Promote"/>.</param>
    /// <param name="error">What went wrong.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is none of a write.</exception>
    public static SecretWriteResult Failed(RotationStep step, RotationError error)
    {
        return step is RotationStep.Stage or RotationStep.Promote
            ? new(SecretWriteStatus.Failed) { Step = step, Error = error }
            : throw new ArgumentOutOfRangeException(nameof(step), step, "A write fails either at staging or at the promotion.");
    }

    /// <summary>It is not known whether the set was written. Readers get either all of it or all of what was there before.</summary>
    /// <param name="error">What went wrong.</param>
    public static SecretWriteResult Unknown(RotationError error) => new(SecretWriteStatus.Unknown) { Step = RotationStep.Promote, Error = error };

    /// <summary>Readers can get parts of different sessions, and rolling back failed.</summary>
    /// <param name="error">What went wrong.</param>
    public static SecretWriteResult Torn(RotationError error) => new(SecretWriteStatus.Torn) { Step = RotationStep.Promote, Error = error };
}
