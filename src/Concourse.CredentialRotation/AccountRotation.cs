using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>One rotation of one account: inspect, assume, verify, and write. It always has an outcome, except when it is postponed.</summary>
internal sealed class AccountRotation(
    AccountSecrets accountSecrets, LeftBehindSecrets leftBehindSecrets, ISecretWriter writer, RoleSessions sessions, IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    // A clock that is behind another one may see a time in the near future.
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <exception cref="PostponedException">Nothing was written, and other accounts have to finish first.</exception>
    public async Task<AccountOutcome> RotateAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        var step = RotationStep.Inspect;
        SessionCredentials? session = null;
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Failed(account, step, new() { Message = "The rotation of the account had not started yet.", IsCanceled = true });
            }

            var secrets = accountSecrets.GetEntries(team, account);
            var seen = await writer.InspectAsync(secrets, cancellationToken).ConfigureAwait(false);
            if (seen.Status is SecretSetStatus.Unreadable)
            {
                return Failed(account, step, seen.Error ?? new() { Message = "The writer could not read the secrets, and did not say why." });
            }

            if (seen is { Status: SecretSetStatus.Complete, WrittenAt: { } writtenAt } && MayBeFresh(team, writtenAt))
            {
                var expiration = await EstimateExpirationAsync(team, account, writtenAt, cancellationToken).ConfigureAwait(false);
                if (IsFresh(writtenAt, expiration))
                {
                    return new SkippedOutcome
                    {
                        Account = account.Name,
                        RotationId = seen.RotationId,
                        Age = GetAge(writtenAt),
                        EstimatedExpiration = expiration,
                        Paths = Names(secrets),
                    };
                }
            }

            // Concurrently with what the rotation needs, so that it takes no longer.
            var findLeftBehind = leftBehindSecrets.FindAsync(team, account, seen, cancellationToken);
            IReadOnlyList<string> warnings, leftBehind;
            try
            {
                step = RotationStep.Assume;
                (session, warnings) = await sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);

                step = RotationStep.Verify;
                if (await sessions.VerifyAsync(account, session, cancellationToken).ConfigureAwait(false) is { } wrongRole)
                {
                    return Failed(account, step, new() { Message = wrongRole });
                }
            }
            finally
            {
                leftBehind = await findLeftBehind.ConfigureAwait(false);
            }

            step = RotationStep.Stage;
            var request = new SecretWriteRequest { Secrets = secrets, Seen = seen, RotationId = RotationId.Create(time.GetUtcNow()), Session = session };
            var result = await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            return result.Status switch
            {
                SecretWriteStatus.Written => new RotatedOutcome
                {
                    Account = account.Name,
                    RotationId = request.RotationId,
                    Expiration = session.Expiration,
                    AccessKeyId = session.AccessKeyId,
                    Paths = Names(secrets),
                    LeftBehind = leftBehind,
                    Warnings = [.. warnings, .. result.Warnings.Select(session.Redact)],
                },
                SecretWriteStatus.Superseded => await SupersededAsync(team, account, result, session, cancellationToken).ConfigureAwait(false),
                SecretWriteStatus.Torn => new TornOutcome { Account = account.Name, RoleArn = account.RoleArn, Error = GetError(result).Redact(session) },
                _ => Failed(account, result.Step ?? step, GetError(result).Redact(session)) with { MayBeWritten = result.Status is SecretWriteStatus.Unknown },
            };
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            return Failed(account, step, ErrorFormatter.Format(exception).Redact(session));
        }
    }

    private async Task<SupersededOutcome> SupersededAsync(
        Team team, Account account, SecretWriteResult result, SessionCredentials session, CancellationToken cancellationToken)
    {
        var writtenAt = result.RotationId?.CreatedAt;
        return new()
        {
            Account = account.Name,
            RotationId = result.RotationId,
            Age = writtenAt is { } began ? GetAge(began) : null,
            EstimatedExpiration = writtenAt is { } start ? await EstimateExpirationAsync(team, account, start, cancellationToken).ConfigureAwait(false) : null,
            Warnings = [.. result.Warnings.Select(session.Redact)],
        };
    }

    private static FailedOutcome Failed(Account account, RotationStep step, RotationError error) =>
        new() { Account = account.Name, Step = step, Error = error, RoleArn = account.RoleArn };

    // The warnings of a failed write belong to what has to be done about it.
    private static RotationError GetError(SecretWriteResult result)
    {
        var error = result.Error ?? new() { Message = "The writer did not say why." };
        return error with { Message = string.Join(' ', [error.Message, .. result.Warnings]) };
    }

    private bool MayBeFresh(Team team, DateTimeOffset writtenAt)
    {
        var isInFuture = writtenAt - time.GetUtcNow() >= MaxClockSkew;
        return !isInFuture && (GetAge(writtenAt) < options.Value.MinimumAge || GetAge(writtenAt) < team.RenewAfter);
    }

    // However long renewAfter is, a session is renewed before it expires.
    private bool IsFresh(DateTimeOffset writtenAt, DateTimeOffset? expiration) =>
        GetAge(writtenAt) < options.Value.MinimumAge || expiration is null || expiration - time.GetUtcNow() > TeamValidator.MinTimeToRenew;

    private TimeSpan GetAge(DateTimeOffset writtenAt)
    {
        var age = time.GetUtcNow() - writtenAt;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private async Task<DateTimeOffset?> EstimateExpirationAsync(Team team, Account account, DateTimeOffset writtenAt, CancellationToken cancellationToken) =>
        writtenAt + await sessions.TryGetDurationAsync(team, account, cancellationToken).ConfigureAwait(false);

    private static string[] Names(IReadOnlyList<SecretEntry> secrets) => [.. secrets.Select(secret => secret.Name)];
}
