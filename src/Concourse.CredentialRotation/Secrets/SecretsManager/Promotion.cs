using System.Collections.Concurrent;

namespace Concourse.CredentialRotation;

/// <summary>
/// Makes a staged set current: first the leader, then the followers, each by compare-and-swap, so that only one of two rotations succeeds.
/// What cannot be finished is rolled back.
/// </summary>
internal sealed class Promotion(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    SecretSet staged,
    ConcurrentQueue<string> restored,
    string rotationId,
    TimeSpan reserve,
    ProtocolTimings timings,
    TimeProvider time)
{
    private static readonly RotationError InProgress = new() { Message = "Another rotation of the same set is in progress or was interrupted.", Type = ErrorTypes.RotationInProgress };

    private readonly AttemptLoop _attempts = new(new Backoff(timings, time));

    private readonly CurrentLabel _label = new(store, pacer, throttling, restored);

    /// <summary>Promotes the set, or leaves it as it was.</summary>
    /// <param name="cancellationToken">Honored until the leader may have been promoted. From there on the promotion ends within the reserve.</param>
    /// <exception cref="OperationCanceledException">The token was canceled. Nothing was promoted.</exception>
    /// <exception cref="ThrottledException">The token was canceled after AWS had throttled every attempt. Nothing was promoted.</exception>
    public async Task<SecretWriteResult> RunAsync(CancellationToken cancellationToken)
    {
        // As long as AWS throttles the leader's move, nothing is promoted and waiting does no harm. The reserve starts again with each attempt.
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            using var promotionTime = new CancellationTokenSource(reserve / 2, time);
            try
            {
                return await PromoteAsync(await TryPromoteLeaderAsync(promotionTime.Token).ConfigureAwait(false), promotionTime.Token).ConfigureAwait(false);
            }
            catch (ThrottledException)
            {
                if (!await throttling.WaitAsync(Urgency.Patient, attempt, cancellationToken).ConfigureAwait(false) || cancellationToken.IsCancellationRequested)
                {
                    throw;
                }
            }

            await pacer.Writes.WaitAsync(requests: 1, Urgency.Urgent, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The first attempt to promote the leader.</summary>
    /// <exception cref="ThrottledException">AWS throttled it, so it was not carried out.</exception>
    private async Task<Attempt> TryPromoteLeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveCurrentAsync(staged.Leader.Name, staged.Leader.CurrentVersionId, rotationId, cancellationToken).ConfigureAwait(false);
            return new(AttemptStatus.Done);
        }
        catch (Exception exception)
        {
            if (exception is ThrottledException throttled)
            {
                throttling.RecordThrottled(throttled);
                if (throttled.IsFirstAttempt)
                {
                    throw;
                }
            }

            // Also when AWS throttled it after an attempt whose response was lost: only the set itself tells whether the leader is promoted.
            return new(AttemptStatus.Retry) { Error = ErrorFormatter.Format(exception) };
        }
    }

    private async Task<SecretWriteResult> PromoteAsync(Attempt first, CancellationToken cancellationToken)
    {
        var leader = first.Status is AttemptStatus.Done ? first : await _attempts.RunAsync(first, PromoteLeaderAsync, cancellationToken).ConfigureAwait(false);
        Attempt[] followers = leader.Status is AttemptStatus.Done
            ? await Task.WhenAll(staged.Followers.Select(follower => PromoteFollowerAsync(follower, cancellationToken))).ConfigureAwait(false)
            : [];
        Attempt[] attempts = [leader, .. followers];
        if (Array.Find(attempts, attempt => attempt.Status is AttemptStatus.Superseded) is { } superseded)
        {
            return RotationId.TryParse(superseded.WinnerVersionId, out var winner) ? SecretWriteResult.SupersededBy(winner) : SecretWriteResult.Superseded;
        }

        return Array.TrueForAll(attempts, attempt => attempt.Status is AttemptStatus.Done)
            ? SecretWriteResult.Written
            : await RollBackAsync(followers, Attempt.FindError(attempts) ?? InProgress).ConfigureAwait(false);
    }

    /// <summary>A later attempt to promote the leader. After a move that failed or whose response was lost, the set itself tells what happened.</summary>
    private async Task<Attempt> PromoteLeaderAsync(Attempt last, CancellationToken cancellationToken)
    {
        if (last.MayWrite)
        {
            var (isMoved, error) = await _label.TryMoveAsync(staged.Leader, last.CurrentVersionId, rotationId, isPaced: false, cancellationToken).ConfigureAwait(false);
            if (isMoved)
            {
                return last with { Status = AttemptStatus.Done };
            }

            last = last.After(error);
        }

        var (now, readError) = await _label.TryReadAsync(staged, cancellationToken).ConfigureAwait(false);
        if (now is null)
        {
            return last.After(readError);
        }

        var current = now.Leader.CurrentVersionId;
        if (current == rotationId)
        {
            return last with { Status = AttemptStatus.Done };
        }

        var isUnchanged = current == staged.Leader.CurrentVersionId;
        return now.ConsistentVersionId is null || isUnchanged
            ? last with { MayWrite = isUnchanged, CurrentVersionId = current }
            : last with { Status = AttemptStatus.Superseded, WinnerVersionId = current };
    }

    private Task<Attempt> PromoteFollowerAsync(SecretState follower, CancellationToken cancellationToken) => _attempts.RunAsync(
        new(AttemptStatus.Retry) { CurrentVersionId = follower.CurrentVersionId, IsPaced = true },
        (last, token) => PromoteFollowerAsync(follower, last, token),
        cancellationToken);

    /// <summary>One attempt to promote a follower. Only what was current while the leader was on this rotation's version may be replaced, hence the order of the two reads.</summary>
    private async Task<Attempt> PromoteFollowerAsync(SecretState follower, Attempt last, CancellationToken cancellationToken)
    {
        var (isMoved, error) = await _label.TryMoveAsync(follower, last.CurrentVersionId, rotationId, last.IsPaced, cancellationToken).ConfigureAwait(false);
        if (isMoved)
        {
            return last with { Status = AttemptStatus.Done };
        }

        last = last.After(error) with { IsPaced = false };
        var (now, readError) = await _label.TryReadAsync(follower.Entry, cancellationToken).ConfigureAwait(false);
        var (leader, leaderReadError) = now is null ? (null, null) : await _label.TryReadAsync(staged.Leader.Entry, cancellationToken).ConfigureAwait(false);
        if (now is null || leader is null)
        {
            return last.After(readError ?? leaderReadError);
        }

        if (leader.CurrentVersionId == staged.Leader.CurrentVersionId)
        {
            // Secrets Manager is eventually consistent: this is the version that we replaced.
            return last;
        }

        if (leader.CurrentVersionId != rotationId)
        {
            // Another rotation that leads will finish the set. Another tool that wrote the leader knows nothing of the followers.
            return RotationId.TryParse(leader.CurrentVersionId, out _)
                ? last with { Status = AttemptStatus.Superseded, WinnerVersionId = leader.CurrentVersionId }
                : last with
                {
                    Status = AttemptStatus.Overwritten,
                    Error = new() { Message = $"Something other than a rotation wrote {staged.Leader.Name} in the meantime.", Type = ErrorTypes.Overwritten },
                };
        }

        return now.CurrentVersionId == rotationId ? last with { Status = AttemptStatus.Done } : last with { CurrentVersionId = now.CurrentVersionId };
    }

    private async Task<SecretWriteResult> RollBackAsync(Attempt[] followers, RotationError cause)
    {
        using var rollbackTime = new CancellationTokenSource(reserve / 2, time);
        string?[] replaced =
        [
            staged.Leader.CurrentVersionId,
            .. staged.Followers.Select((follower, i) => i < followers.Length ? followers[i].CurrentVersionId : follower.CurrentVersionId),
        ];
        return await new Rollback(_label, _attempts, staged, replaced, rotationId).RunAsync(cause, rollbackTime.Token).ConfigureAwait(false);
    }
}
