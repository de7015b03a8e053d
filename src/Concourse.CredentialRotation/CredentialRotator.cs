using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Rotates a team: validates it, rotates its accounts concurrently, and tells how each of them went.</summary>
internal sealed class CredentialRotator(
    TeamValidator validator,
    QueuedAccountRotation rotation,
    RequestThrottling throttling,
    IOptions<CredentialRotationOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
    : ICredentialRotator
{
    // What a timer takes at most is some 49 days; a deadline further off than this is none.
    private static readonly TimeSpan FarOff = TimeSpan.FromDays(30);

    private readonly ILogger _logger = loggers.CreateLogger<CredentialRotator>();

    public async Task<RotationReport> RotateAsync(Team team, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (validator.Validate(team) is { Count: > 0 } problems)
        {
            throw new InvalidTeamException(problems, team.Name);
        }

        using var promotable = new CancellationTokenSource(TimeToPromote(deadline), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(promotable.Token, cancellationToken);
        var outcomes = new AccountOutcome[team.Accounts.Count];
        var before = throttling.Totals;

        // The loop itself takes no token: an account that is not begun in time must be in the report, too.
        await Parallel.ForAsync(
            0,
            outcomes.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency },
            async (i, _) =>
            {
                var outcome = await rotation.RotateAsync(team, team.Accounts[i], either.Token).ConfigureAwait(false);
                outcomes[i] = ReasonOfStop(outcome, promotable, cancellationToken);
                Log(team.Name, team.Accounts[i], outcomes[i]);
            }).ConfigureAwait(false);
        var throttled = throttling.Totals - before;
        if (throttled.Requests > 0)
        {
            _logger.Throttled(team.Name, throttled.Requests, Math.Round(throttled.Waited.TotalSeconds, 1));
        }

        return new RotationReport(team.Name, outcomes) { ThrottledRequests = throttled.Requests, ThrottledWait = throttled.Waited };
    }

    private TimeSpan TimeToPromote(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow() - options.Value.PromotionReserve;
        return left > FarOff ? Timeout.InfiniteTimeSpan : left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>An account that was stopped only knows that it was; here it is known why.</summary>
    private AccountOutcome ReasonOfStop(AccountOutcome outcome, CancellationTokenSource promotable, CancellationToken cancellationToken) => outcome switch
    {
        FailedOutcome { Step: < RotationStep.Promote } failed when cancellationToken.IsCancellationRequested =>
            failed with { Message = $"The rotation was cancelled. Nothing of it was promoted. ({failed.Message})" },

        // What failed for a reason of its own, such as a host that does not respond, would also fail with more time.
        FailedOutcome { Step: < RotationStep.Promote, Problem: null or { IsCanceled: true } } failed when promotable.IsCancellationRequested =>
            failed with
            {
                Message = $"Too little time was left: promotion needs {options.Value.PromotionReserve} before the deadline (setting {nameof(CredentialRotationOptions.PromotionReserve)}). Nothing of this rotation was promoted. Give it more time (in Lambda, the function's timeout), or fewer accounts. ({failed.Message})",
            },
        _ => outcome,
    };

    private void Log(string team, Account account, AccountOutcome outcome)
    {
        switch (outcome)
        {
            case RotatedOutcome rotated:
                _logger.Rotated(team, account.Name, outcome.Kind, rotated.RotationId, rotated.AccessKeyId, rotated.Expiration, account.RoleArn);
                foreach (var warning in rotated.Warnings)
                {
                    _logger.Warned(team, account.Name, warning);
                }

                break;
            case SkippedOutcome skipped:
                _logger.LeftAlone(team, account.Name, outcome.Kind, skipped.RotationId, skipped.Age, skipped.EstimatedExpiration);
                break;
            case SupersededOutcome superseded:
                _logger.LeftAlone(team, account.Name, outcome.Kind, superseded.RotationId, superseded.Age, superseded.EstimatedExpiration);
                break;
            case FailedOutcome failed:
                _logger.Failed(team, outcome.Kind, failed);
                break;
            case TornOutcome torn:
                _logger.Torn(team, account.Name, outcome.Kind, torn.Message, torn.RoleArn, torn.ErrorCode, torn.AwsRequestId);
                break;
        }
    }
}
