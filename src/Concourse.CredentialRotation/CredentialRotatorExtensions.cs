namespace Concourse.CredentialRotation;

/// <summary>Shorter ways to call an <see cref="ICredentialRotator"/>.</summary>
public static class CredentialRotatorExtensions
{
    /// <summary>Rotates all accounts of a team without a deadline.</summary>
    /// <inheritdoc cref="ICredentialRotator.RotateAsync"/>
    /// <param name="rotator">The rotator.</param>
    /// <param name="team">The team.</param>
    /// <param name="cancellationToken">Stops what has not begun to be promoted; such accounts are reported as failed.</param>
    public static Task<RotationReport> RotateAsync(this ICredentialRotator rotator, Team team, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rotator);
        return rotator.RotateAsync(team, DateTimeOffset.MaxValue, cancellationToken);
    }
}
