namespace Concourse.CredentialRotation;

/// <summary>Gives the accounts of a team fresh credentials.</summary>
public interface ICredentialRotator
{
    /// <summary>
    /// Rotates all accounts of a team, side by side. One account's trouble is its own: every account is tried, and is in the report.
    /// </summary>
    /// <param name="team">The team.</param>
    /// <param name="deadline">
    /// When the rotation must be over. An account that cannot be promoted <see cref="CredentialRotationOptions.PromotionReserve"/> before it
    /// fails, with what pipelines read untouched.
    /// </param>
    /// <param name="cancellationToken">
    /// Stops what has not begun to be promoted; such accounts are reported as failed. No <see cref="OperationCanceledException"/> is
    /// thrown, as the report would be lost.
    /// </param>
    /// <returns>The outcome of every account.</returns>
    /// <exception cref="InvalidTeamException">The team breaks rules. Nothing was asked of AWS.</exception>
    Task<RotationReport> RotateAsync(Team team, DateTimeOffset deadline, CancellationToken cancellationToken);
}
