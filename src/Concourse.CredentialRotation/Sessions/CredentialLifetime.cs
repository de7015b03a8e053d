using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>How old credentials are, and how long they are still valid.</summary>
internal sealed class CredentialLifetime(RoleSessions sessions, IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    // A clock that is behind another one may see a time in the near future.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    public bool MayBeFresh(Team team, DateTimeOffset writtenAt)
    {
        var isInFuture = writtenAt - time.GetUtcNow() >= MaxClockSkew;
        return !isInFuture && (GetAge(writtenAt) < options.Value.MinimumAge || GetAge(writtenAt) < team.RenewAfter);
    }

    // However long renewAfter is, a session is renewed before it expires. If its end is not known, it may be after an hour.
    public bool IsFresh(DateTimeOffset writtenAt, DateTimeOffset? expiration) =>
        GetAge(writtenAt) < options.Value.MinimumAge
        || (expiration ?? writtenAt + RoleSessions.MaxChainedDuration) - time.GetUtcNow() > TeamValidator.MinTimeToRenew;

    public TimeSpan GetAge(DateTimeOffset writtenAt)
    {
        var age = time.GetUtcNow() - writtenAt;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    public TimeSpan? GetValidity(DateTimeOffset? expiration) => expiration - time.GetUtcNow();

    public async Task<DateTimeOffset?> EstimateExpirationAsync(Team team, Account account, DateTimeOffset writtenAt, CancellationToken cancellationToken) =>
        writtenAt + await sessions.TryGetDurationAsync(team, account, cancellationToken).ConfigureAwait(false);

    /// <summary>Adds what pipelines read after a failure, as far as it is known without another request.</summary>
    /// <param name="failed">The failure.</param>
    /// <param name="account">The account.</param>
    /// <param name="seen">The secrets as they were inspected; null when they were not.</param>
    public FailedOutcome AddCurrentCredentials(FailedOutcome failed, Account account, SecretSetState? seen)
    {
        switch (seen)
        {
            case { Status: SecretSetStatus.Complete, WrittenAt: { } writtenAt }:
                var expiration = writtenAt + sessions.FindDuration(account);
                return failed with
                {
                    RotationId = seen.RotationId,
                    Age = GetAge(writtenAt),
                    EstimatedExpiration = expiration,
                    Validity = GetValidity(expiration),
                };

            // Pipelines cannot work, so there is no time left.
            case { Status: SecretSetStatus.Missing or SecretSetStatus.Torn }:
                return failed with { Validity = TimeSpan.Zero };
            default:
                return failed;
        }
    }
}
