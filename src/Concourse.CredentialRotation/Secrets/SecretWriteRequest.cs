namespace Concourse.CredentialRotation;

/// <summary>
/// One session that is to be written to an account's secrets: to all of them or to none. <c>SecretWriterCheck</c> in the package
/// <c>Concourse.CredentialRotation.Testing</c> verifies that.
/// </summary>
public sealed record SecretWriteRequest
{
    /// <summary>The account's secrets.</summary>
    public required IReadOnlyList<SecretEntry> Secrets { get; init; }

    /// <summary>What <see cref="ISecretWriter.InspectAsync"/> returned for the same secrets. In a set of several secrets, only what was seen then may be replaced.</summary>
    public required SecretSetState Seen { get; init; }

    /// <summary>The ID of this rotation. A store that takes IDs for its versions can use it as such.</summary>
    public required RotationId RotationId { get; init; }

    /// <summary>The session. <see cref="SessionCredentials.GetValue"/> has the value for each secret.</summary>
    public required SessionCredentials Session { get; init; }

    /// <summary>Where the writer can say that staging is over and the promotion begins.</summary>
    internal StepTracker? Steps { get; init; }
}
