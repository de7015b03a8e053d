namespace Concourse.CredentialRotation;

/// <summary>One rotation of one account: inspect, assume, verify, and write. It always has an outcome, except when it is postponed.</summary>
internal sealed class AccountRotation(
    AccountSecrets accountSecrets,
    LeftBehindSecrets leftBehindSecrets,
    ISecretWriter writer,
    RoleSessions sessions,
    CredentialLifetime lifetime,
    RotationMetrics metrics,
    TimeProvider time)
{
    /// <exception cref="PostponedException">Nothing was written, and other accounts have to finish first.</exception>
    public async Task<AccountOutcome> RotateAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        var steps = new StepTracker(team, account, metrics, time);
        SecretSetState? seen = null;
        SessionCredentials? session = null;
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Failed(new() { Message = "The rotation of the account had not started yet.", IsCanceled = true, Type = ErrorTypes.Canceled });
            }

            steps.Begin(RotationStep.Inspect);
            var secrets = accountSecrets.GetEntries(team, account);
            seen = await writer.InspectAsync(secrets, cancellationToken).ConfigureAwait(false);
            if (seen.Status is SecretSetStatus.Unreadable)
            {
                return Failed(seen.Error ?? new() { Message = "The writer could not read the secrets, and did not say why." });
            }

            if (seen is { Status: SecretSetStatus.Complete, WrittenAt: { } writtenAt } && lifetime.MayBeFresh(team, writtenAt))
            {
                var expiration = await lifetime.EstimateExpirationAsync(team, account, writtenAt, cancellationToken).ConfigureAwait(false);
                if (lifetime.IsFresh(writtenAt, expiration))
                {
                    return new SkippedOutcome
                    {
                        Account = account.Name,
                        RotationId = seen.RotationId,
                        Age = lifetime.GetAge(writtenAt),
                        EstimatedExpiration = expiration,
                        Validity = lifetime.GetValidity(expiration),
                        Paths = Names(secrets),
                    };
                }
            }

            steps.End();

            // Concurrently with what the rotation needs, so that it takes no longer.
            var findLeftBehind = leftBehindSecrets.FindAsync(team, account, seen, cancellationToken);
            IReadOnlyList<string> warnings, leftBehind;
            try
            {
                steps.Begin(RotationStep.Assume);
                (session, warnings) = await sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);

                steps.Begin(RotationStep.Verify);
                if (await sessions.VerifyAsync(account, session, cancellationToken).ConfigureAwait(false) is { } wrongRole)
                {
                    return Failed(new() { Message = wrongRole, Type = ErrorTypes.WrongRole });
                }

                steps.End();
            }
            finally
            {
                leftBehind = await findLeftBehind.ConfigureAwait(false);
            }

            steps.Begin(RotationStep.Stage);
            var request = new SecretWriteRequest { Secrets = secrets, Seen = seen, RotationId = RotationId.Create(time.GetUtcNow()), Session = session, Steps = steps };
            var result = await writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
            switch (result.Status)
            {
                case SecretWriteStatus.Written:
                    return new RotatedOutcome
                    {
                        Account = account.Name,
                        RotationId = request.RotationId,
                        Age = lifetime.GetAge(request.RotationId.CreatedAt),
                        Expiration = session.Expiration,
                        Validity = lifetime.GetValidity(session.Expiration),
                        AccessKeyId = session.AccessKeyId,
                        Paths = Names(secrets),
                        LeftBehind = leftBehind,
                        Warnings = [.. warnings, .. result.Warnings.Select(session.Redact)],
                    };
                case SecretWriteStatus.Superseded:
                    steps.End();
                    return await SupersededAsync(team, account, result, session, cancellationToken).ConfigureAwait(false);
                case SecretWriteStatus.Torn:
                    var error = GetError(result).Redact(session);
                    steps.End(error);
                    return new TornOutcome { Account = account.Name, RoleArn = account.RoleArn, Error = error, Validity = TimeSpan.Zero };
                default:
                    return Failed(GetError(result).Redact(session), result.Step) with { MayBeWritten = result.Status is SecretWriteStatus.Unknown };
            }
        }
        catch (PostponedException)
        {
            steps.Abandon();
            throw;
        }
        catch (Exception exception)
        {
            return Failed(ErrorFormatter.Format(exception).Redact(session));
        }
        finally
        {
            steps.End();
        }

        FailedOutcome Failed(RotationError error, RotationStep? step = null)
        {
            steps.End(error);
            // An exception of the writer means that nothing was promoted.
            step ??= steps.Current is RotationStep.Promote ? RotationStep.Stage : steps.Current;
            var failed = new FailedOutcome { Account = account.Name, Step = step.Value, Error = error, RoleArn = account.RoleArn };
            return lifetime.AddCurrentCredentials(failed, account, seen);
        }
    }

    private async Task<SupersededOutcome> SupersededAsync(
        Team team, Account account, SecretWriteResult result, SessionCredentials session, CancellationToken cancellationToken)
    {
        var writtenAt = result.RotationId?.CreatedAt;
        var expiration = writtenAt is { } start ? await lifetime.EstimateExpirationAsync(team, account, start, cancellationToken).ConfigureAwait(false) : null;
        return new()
        {
            Account = account.Name,
            RotationId = result.RotationId,
            Age = writtenAt is { } began ? lifetime.GetAge(began) : null,
            EstimatedExpiration = expiration,
            Validity = lifetime.GetValidity(expiration),
            Warnings = [.. result.Warnings.Select(session.Redact)],
        };
    }

    // The warnings of a failed write belong to what has to be done about it.
    private static RotationError GetError(SecretWriteResult result)
    {
        var error = result.Error ?? new() { Message = "The writer did not say why." };
        return error with { Message = string.Join(' ', [error.Message, .. result.Warnings]) };
    }

    private static string[] Names(IReadOnlyList<SecretEntry> secrets) => [.. secrets.Select(secret => secret.Name)];
}
