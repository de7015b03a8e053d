namespace Concourse.CredentialRotation;

/// <summary>Keeps the secrets of one account's credentials, all or nothing.</summary>
public interface ISecretWriter
{
    /// <summary>Reads the state of a set, and makes it writable: what is scheduled for deletion is restored.</summary>
    /// <param name="secrets">The set's secrets, the leader first.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The state of each secret, in the same order.</returns>
    /// <exception cref="Exception">The state could not be read; the account is reported as failed at <see cref="RotationStep.Inspect"/>.</exception>
    Task<SecretSetState> InspectAsync(IReadOnlyList<SecretLocation> secrets, CancellationToken cancellationToken);

    /// <summary>Writes a session to a set, so that readers get all of it or all of what was there.</summary>
    /// <param name="seen">The set's state as <see cref="InspectAsync"/> told it: only what was seen may be replaced.</param>
    /// <param name="rotationId">The version id for every secret of the set.</param>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">
    /// Fires when the caller gives up, or when less than <see cref="CredentialRotationOptions.PromotionReserve"/> is left. It is
    /// honoured until the first value becomes what readers get; from there on the writer finishes or rolls back, within that reserve.
    /// </param>
    /// <returns>How it ended. A failure that is expected is a result, not an exception.</returns>
    Task<SecretWriteResult> WriteAsync(SecretSetState seen, RotationId rotationId, SessionCredentials session, CancellationToken cancellationToken);
}
