using Amazon.Runtime;
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
                return new FailedOutcome(account.Name, step, "Its turn did not come in time.");
            }

            SecretLocation[] secrets = [.. Enum.GetValues<CredentialPart>().Select(part => new SecretLocation(part, paths.GetPath(team.Name, account.Name, part)))];
            string[] names = [.. secrets.Select(secret => secret.Name)];
            var seen = await writer.InspectAsync(secrets, cancellationToken).ConfigureAwait(false);
            if (RotationId.TryParse(seen.ConsistentVersionId, out var current) && IsFresh(team, current))
            {
                return new SkippedOutcome(account.Name, current, names);
            }

            step = RotationStep.Assume;
            (session, var warnings) = await sessions.AssumeAsync(team, account, cancellationToken).ConfigureAwait(false);
            var rotationId = RotationId.Create(time.GetUtcNow());

            step = RotationStep.Verify;
            if (await sessions.VerifyAsync(account, session, cancellationToken).ConfigureAwait(false) is { } wrongRole)
            {
                return new FailedOutcome(account.Name, step, wrongRole);
            }

            step = RotationStep.Stage;
            var result = await writer.WriteAsync(seen, rotationId, session, cancellationToken).ConfigureAwait(false);
            return result.Status switch
            {
                SecretWriteStatus.Written => new RotatedOutcome(account.Name, rotationId, session.Expiration, names, [.. warnings, .. result.Warnings]),
                SecretWriteStatus.Superseded => new SupersededOutcome(account.Name),
                SecretWriteStatus.Torn => new TornOutcome(account.Name, session.Redact(string.Join(' ', [result.Message, .. result.Warnings]))),
                _ => new FailedOutcome(account.Name, result.Step, session.Redact(string.Join(' ', [result.Message, .. result.Warnings]))),
            };
        }
        catch (Exception problem) when (problem is not PostponedException)
        {
            var message = Problem.Describe(problem) + Hint(team, account, step, problem);
            return new FailedOutcome(account.Name, step, session?.Redact(message) ?? message);
        }
    }

    // A clock that is behind another's may see an id of the near future; that is fresh as well.
    private bool IsFresh(Team team, RotationId current)
    {
        var age = (time.GetUtcNow() - current.CreatedAt).Duration();
        return age < options.Value.MinimumAge || age < TimeSpan.FromSeconds(team.RenewAfter ?? 0);
    }

    private string Hint(Team team, Account account, RotationStep step, Exception problem) =>
        step is RotationStep.Assume && problem is AmazonServiceException { ErrorCode: "AccessDenied" }
            ? $" The trust policy of {account.RoleArn} must admit the caller (and, if it asks for an external id, for '{sessions.ExternalId(team)}'), and the caller's own policy must allow sts:AssumeRole on it."
            : "";
}
