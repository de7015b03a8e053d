namespace Concourse.CredentialRotation;

/// <summary>How the writing of one set ended.</summary>
public sealed record SecretWriteResult
{
    private SecretWriteResult(SecretWriteStatus status, RotationStep step = default, string message = "") =>
        (Status, Step, Message) = (status, step, message);

    /// <summary>The whole set is written.</summary>
    public static SecretWriteResult Written { get; } = new(SecretWriteStatus.Written);

    /// <summary>Another rotation wrote the whole set meanwhile.</summary>
    public static SecretWriteResult Superseded { get; } = new(SecretWriteStatus.Superseded);

    /// <summary>The rotation that wrote the whole set meanwhile, where it is known; only for <see cref="SecretWriteStatus.Superseded"/>.</summary>
    public RotationId? RotationId { get; private init; }

    /// <summary>How it ended.</summary>
    public SecretWriteStatus Status { get; }

    /// <summary>The step that failed; only for <see cref="SecretWriteStatus.Failed"/>.</summary>
    public RotationStep Step { get; }

    /// <summary>What went wrong; empty for the good ends.</summary>
    public string Message { get; }

    /// <summary>What the team should know besides: for one, that a secret was restored.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What an exception that is behind a failure means.</summary>
    internal Problem? Problem { get; init; }

    /// <summary>Another rotation wrote the whole set meanwhile.</summary>
    /// <param name="rotationId">That rotation.</param>
    public static SecretWriteResult SupersededBy(RotationId rotationId) => Superseded with { RotationId = rotationId };

    /// <summary>Nothing that readers get has changed.</summary>
    /// <param name="step">The step that failed.</param>
    /// <param name="message">What went wrong, for somebody who can mend it.</param>
    public static SecretWriteResult Failed(RotationStep step, string message) => new(SecretWriteStatus.Failed, step, message);

    /// <summary>Readers can get parts of different sessions, and it could not be put right.</summary>
    /// <param name="message">What went wrong, for somebody who can mend it.</param>
    public static SecretWriteResult Torn(string message) => new(SecretWriteStatus.Torn, RotationStep.Promote, message);
}
