using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation;

/// <summary>Rotates a team: validates it, rotates its accounts concurrently, and reports the outcome of each.</summary>
internal sealed class CredentialRotator(
    TeamValidator validator,
    QueuedAccountRotation rotation,
    RequestThrottling throttling,
    ISecretWriter writer,
    RotationMetrics metrics,
    IOptions<CredentialRotationOptions> options,
    TimeProvider time,
    ILoggerFactory loggers)
    : ICredentialRotator
{
    // A timer takes at most 49 days. A deadline beyond this is as good as none.
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(30);

    private readonly ILogger _logger = loggers.CreateLogger<CredentialRotator>();

    public async Task<RotationReport> RotateAsync(Team team, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(team);
        if (validator.Validate(team) is { Count: > 0 } errors)
        {
            throw new InvalidTeamException(errors, team.Name);
        }

        using var activity = RotationActivities.StartTeam(team);
        var startedAt = time.GetTimestamp();
        using var timeToCommit = new CancellationTokenSource(GetTimeToCommit(deadline), time);
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(timeToCommit.Token, cancellationToken);
        var outcomes = new AccountOutcome[team.Accounts.Count];
        var before = throttling.Totals;

        // The loop itself takes no token: an account that is not started in time must be in the report as well.
        await Parallel.ForAsync(
            0,
            outcomes.Length,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Concurrency },
            async (i, _) =>
            {
                using var accountActivity = RotationActivities.StartAccount(team, team.Accounts[i]);
                var outcome = await rotation.RotateAsync(team, team.Accounts[i], stopped.Token).ConfigureAwait(false);
                outcomes[i] = ExplainStop(outcome, timeToCommit.IsCancellationRequested, cancellationToken.IsCancellationRequested);
                accountActivity?.SetOutcome(outcomes[i]);
                metrics.RecordOutcome(team, outcomes[i]);
                Log(team.Name, team.Accounts[i], outcomes[i]);
            }).ConfigureAwait(false);
        var throttled = throttling.Totals - before;
        if (throttled.Requests > 0)
        {
            _logger.Throttled(team.Name, throttled.Requests, Math.Round(throttled.Waited.TotalSeconds, 1));
        }

        var report = new RotationReport { Team = team.Name, Accounts = outcomes, ThrottledRequests = throttled.Requests, ThrottledWait = throttled.Waited };
        activity?.SetOutcome(report);
        metrics.RecordRotation(report, time.GetElapsedTime(startedAt));
        return report;
    }

    private TimeSpan GetTimeToCommit(DateTimeOffset? deadline)
    {
        var left = deadline is { } end ? end - time.GetUtcNow() - writer.CommitReserve : TimeSpan.MaxValue;
        return left > MaxTimer ? Timeout.InfiniteTimeSpan : left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    /// <summary>An account that was stopped only knows that it was. Here it is known why.</summary>
    private AccountOutcome ExplainStop(AccountOutcome outcome, bool isTimeUp, bool isCanceled) => outcome switch
    {
        FailedOutcome { Step: < RotationStep.Promote, Error.IsCanceled: true } failed when isCanceled =>
            failed with { Error = failed.Error with { Message = $"The rotation was canceled. Nothing of it was promoted. ({failed.Error.Message})" } },

        // What failed for a reason of its own, such as a host that does not respond, would also fail with more time.
        FailedOutcome { Step: < RotationStep.Promote, Error.IsCanceled: true } failed when isTimeUp =>
            failed with
            {
                Error = failed.Error with
                {
                    Message = $"There was too little time left: the last {writer.CommitReserve} before the deadline are reserved for the promotion. Nothing of this rotation was promoted. Allow more time (in Lambda, the function's timeout) or fewer accounts. ({failed.Error.Message})",
                    Type = ErrorTypes.DeadlineExceeded,
                },
            },
        _ => outcome,
    };

    private void Log(string team, Account account, AccountOutcome outcome)
    {
        switch (outcome)
        {
            case RotatedOutcome rotated:
                _logger.Rotated(team, rotated, account.RoleArn);
                LogWarnings(team, account, rotated.Warnings);
                if (rotated.LeftBehind.Count > 0)
                {
                    _logger.LeftBehind(team, account.Name, [.. rotated.LeftBehind]);
                }

                break;
            case SkippedOutcome skipped:
                _logger.Unchanged(team, skipped);
                break;
            case SupersededOutcome superseded:
                _logger.Unchanged(team, superseded);
                LogWarnings(team, account, superseded.Warnings);
                break;
            case FailedOutcome failed:
                _logger.Failed(team, failed);
                break;
            case TornOutcome torn:
                _logger.Torn(team, torn);
                break;
        }
    }

    private void LogWarnings(string team, Account account, IReadOnlyList<string> warnings)
    {
        foreach (var warning in warnings)
        {
            _logger.Warning(team, account.Name, warning);
        }
    }
}
