namespace Concourse.CredentialRotation;

/// <summary>
/// What <see cref="ISecretWriter.InspectAsync"/> found. A writer that has to remember more of what it read derives from this type:
/// <see cref="ISecretWriter.WriteAsync"/> gets the same object back.
/// </summary>
/// <remarks>
/// <see cref="SecretSetStatus.Complete"/> promises that readers get all of one session, as far as the store can tell; a state that is wrong about this keeps a
/// torn set from being repaired. A derived type must not print secrets: <c>ToString</c> of a record prints its properties. <c>SecretWriterCheck</c> in the
/// package <c>Concourse.CredentialRotation.Testing</c> verifies both.
/// </remarks>
public record SecretSetState
{
    /// <summary>The condition of the set.</summary>
    public required SecretSetStatus Status { get; init; }

    /// <summary>
    /// When a rotation wrote these secrets. It decides whether a complete set is still fresh and can be skipped.
    /// </summary>
    /// <value><see langword="null"/> when the set is not complete, or something other than a rotation wrote it.</value>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The rotation that wrote the set.</summary>
    /// <value><see langword="null"/> when the set is not complete, or the store does not record the rotation.</value>
    public RotationId? RotationId { get; init; }

    /// <summary>Why the set could not be read.</summary>
    /// <value>Not <see langword="null"/> when <see cref="Status"/> is <see cref="SecretSetStatus.Unreadable"/>.</value>
    public RotationError? Error { get; init; }

    /// <summary>The state of a set of which no secret exists.</summary>
    public static SecretSetState Missing { get; } = new() { Status = SecretSetStatus.Missing };

    /// <summary>A reader can get parts of different sessions, or only some of the secrets.</summary>
    public static SecretSetState Torn { get; } = new() { Status = SecretSetStatus.Torn };

    /// <summary>A reader gets all of the secrets.</summary>
    /// <param name="writtenAt">When a rotation wrote the set; <see langword="null"/> when something else wrote it.</param>
    /// <param name="rotationId">The rotation that wrote the set, if the store records it.</param>
    public static SecretSetState Complete(DateTimeOffset? writtenAt, RotationId? rotationId = null) =>
        new() { Status = SecretSetStatus.Complete, WrittenAt = writtenAt, RotationId = rotationId };

    /// <summary>The state of a set that could not be read. The account is reported as failed at <see cref="RotationStep.Inspect"/>.</summary>
    /// <param name="error">Why not.</param>
    public static SecretSetState Unreadable(RotationError error) => new() { Status = SecretSetStatus.Unreadable, Error = error };
}
