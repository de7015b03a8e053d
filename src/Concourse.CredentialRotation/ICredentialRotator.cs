namespace Concourse.CredentialRotation;

/// <summary>Gives the accounts of a team fresh credentials. It is thread-safe: several teams can be rotated concurrently.</summary>
/// <remarks>
/// A host waits for the returned task before it ends, because a canceled rotation still finishes or rolls back what readers can already get, which takes up to
/// <see cref="ISecretWriter.CommitReserve"/>. To test a host without AWS, substitute this interface, or keep the secrets in <c>InMemorySecretWriter</c> of the
/// package <c>Concourse.CredentialRotation.Testing</c>.
/// </remarks>
public interface ICredentialRotator
{
    /// <summary>Rotates all accounts of a team concurrently. A failure of one account does not affect the others: the report has an outcome for every account.</summary>
    /// <param name="team">The team.</param>
    /// <param name="deadline">
    /// When the rotation must be over; <see langword="null"/> for no deadline. An account whose secrets cannot begin to change
    /// <see cref="ISecretWriter.CommitReserve"/> before the deadline fails, and what its pipelines read does not change.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels accounts whose secrets have not begun to change. They are reported as failed. No <see cref="OperationCanceledException"/> is thrown, because
    /// the report would be lost.
    /// </param>
    /// <returns>The outcome of every account.</returns>
    /// <exception cref="InvalidTeamException">The team's configuration is invalid. No request has been sent to AWS.</exception>
    Task<RotationReport> RotateAsync(Team team, DateTimeOffset? deadline = null, CancellationToken cancellationToken = default);
}
