using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>One rotation of one account: inspect, assume, verify, stage, promote. It has an outcome, never an exception, unless it is postponed.</summary>
internal sealed class AccountRotation(
    ISecretPathStrategy paths, ISecretWriter writer, RoleSessions sessions, IOptions<CredentialRotationOptions> options, TimeProvider time)
{
    /// <exception cref="PostponedException">Nothing was written, and it is not this account's turn any more.</exception>
    public async Task<AccountOutcome> RotateAsync(Team team, Account account, CancellationToken cancellationToken)
    {
        var step = RotationStep.Inspect;
        SessionCredentials? session = null;
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Failed(account, step, new("Its turn did not come in time.") { IsCanceled = true });
            }

            SecretLocation[] secrets = [.. Enum.GetValues<CredentialPart>().Select(part => new SecretLocation(part, paths.GetPath(team.Name, account.Name, part)))];
            string[] names = [.. secrets.Select(secret => secret.Name)];
            var seen = await writer.InspectAsync(secrets, cancellationToken).ConfigureAwait(false);
            if (RotationId.TryParse(seen.ConsistentVersionId, out var current) && IsFresh(team, current))
            {
                return new SkippedOutcome(account.Name, current, names)
                {
                    Age = Age(current),
                    EstimatedExpiration = await EstimatedExpirationAsync(team, account, current, cancellationToken).ConfigureAwait(false),
                };
            }

            step = RotationStep.Assume;
            (session, var warnings) = await sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);
            var rotationId = RotationId.Create(time.GetUtcNow());

            step = RotationStep.Verify;
            if (await sessions.VerifyAsync(account, session, cancellationToken).ConfigureAwait(false) is { } wrongRole)
            {
                return Failed(account, step, new(wrongRole));
            }

            step = RotationStep.Stage;
            var result = await writer.WriteAsync(seen, rotationId, session, cancellationToken).ConfigureAwait(false);
            return result.Status switch
            {
                SecretWriteStatus.Written =>
                    new RotatedOutcome(account.Name, rotationId, session.Expiration, names, [.. warnings, .. result.Warnings]) { AccessKeyId = session.AccessKeyId },
                SecretWriteStatus.Superseded when result.RotationId is { } winner => new SupersededOutcome(account.Name)
                {
                    RotationId = winner,
                    Age = Age(winner),
                    EstimatedExpiration = await EstimatedExpirationAsync(team, account, winner, cancellationToken).ConfigureAwait(false),
                },
                SecretWriteStatus.Superseded => new SupersededOutcome(account.Name),
                SecretWriteStatus.Torn => new TornOutcome(account.Name, session.Redact(string.Join(' ', [result.Message, .. result.Warnings])))
                {
                    RoleArn = account.RoleArn,
                    ErrorCode = result.Problem?.ErrorCode,
                    AwsRequestId = result.Problem?.AwsRequestId,
                },
                _ => Failed(account, result.Step, result.Problem?.Redact(session)) with { Message = session.Redact(string.Join(' ', [result.Message, .. result.Warnings])) },
            };
        }
        catch (Exception exception) when (exception is not PostponedException)
        {
            return Failed(account, step, Problem.Of(exception).Redact(session));
        }
    }

    private static FailedOutcome Failed(Account account, RotationStep step, Problem? problem) => new(account.Name, step, problem?.Message ?? "")
    {
        RoleArn = account.RoleArn,
        ErrorCode = problem?.ErrorCode,
        AwsRequestId = problem?.AwsRequestId,
        Problem = problem,
    };

    // A clock that is behind another's may see an id of the near future; that is fresh as well.
    private bool IsFresh(Team team, RotationId current)
    {
        var age = (time.GetUtcNow() - current.CreatedAt).Duration();
        return age < options.Value.MinimumAge || age < TimeSpan.FromSeconds(team.RenewAfter ?? 0);
    }

    private TimeSpan Age(RotationId rotation)
    {
        var age = time.GetUtcNow() - rotation.CreatedAt;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private async Task<DateTimeOffset?> EstimatedExpirationAsync(Team team, Account account, RotationId rotation, CancellationToken cancellationToken) =>
        await sessions.TryGetDurationAsync(team, account, cancellationToken).ConfigureAwait(false) is { } seconds ? rotation.CreatedAt.AddSeconds(seconds) : null;
}
