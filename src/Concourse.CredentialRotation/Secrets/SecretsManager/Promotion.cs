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
    private static readonly RotationError InProgress = new() { Message = "Another rotation of the same set is in progress or was interrupted." };

    private readonly Backoff _backoff = new(timings, time);

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
                throttling.RecordThrottled();
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
        var leader = first.Status is AttemptStatus.Done ? first : await RetryAsync(first, PromoteLeaderAsync, cancellationToken).ConfigureAwait(false);
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
            : await RollBackAsync(followers, FindError(attempts) ?? InProgress).ConfigureAwait(false);
    }

    /// <summary>A later attempt to promote the leader. After a move that failed or whose response was lost, the set itself tells what happened.</summary>
    private async Task<Attempt> PromoteLeaderAsync(Attempt last, CancellationToken cancellationToken)
    {
        if (last.MayMove)
        {
            var (isMoved, error) = await _label.TryMoveAsync(staged.Leader, last.CurrentVersionId, rotationId, isPaced: false, cancellationToken).ConfigureAwait(false);
            if (isMoved)
            {
                return last with { Status = AttemptStatus.Done };
            }

            last = last.After(error);
        }

        var reads = await Task.WhenAll(staged.Secrets.Select(secret => _label.TryReadAsync(secret.Entry, cancellationToken))).ConfigureAwait(false);
        if (Array.Find(reads, read => read.Error is not null) is { Error: { } readError })
        {
            return last.After(readError);
        }

        var now = new SecretSet([.. reads.Select(read => read.Secret!)]);
        var current = now.Leader.CurrentVersionId;
        if (current == rotationId)
        {
            return last with { Status = AttemptStatus.Done };
        }

        var isUnchanged = current == staged.Leader.CurrentVersionId;
        return now.ConsistentVersionId is null || isUnchanged
            ? last with { MayMove = isUnchanged, CurrentVersionId = current }
            : last with { Status = AttemptStatus.Superseded, WinnerVersionId = current };
    }

    private Task<Attempt> PromoteFollowerAsync(SecretState follower, CancellationToken cancellationToken) => RetryAsync(
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
                    Error = new() { Message = $"Something other than a rotation wrote {staged.Leader.Name} in the meantime." },
                };
        }

        return now.CurrentVersionId == rotationId ? last with { Status = AttemptStatus.Done } : last with { CurrentVersionId = now.CurrentVersionId };
    }

    /// <summary>Followers first and the leader last, so that whoever reads sees either that this rotation leads, or that nothing of it is left.</summary>
    private async Task<SecretWriteResult> RollBackAsync(Attempt[] promoted, RotationError cause)
    {
        using var rollbackTime = new CancellationTokenSource(reserve / 2, time);
        var followers = await Task.WhenAll(staged.Followers.Select((follower, i) =>
            RestorePreviousAsync(follower, i < promoted.Length ? promoted[i].CurrentVersionId : follower.CurrentVersionId, rollbackTime.Token))).ConfigureAwait(false);
        var leader = await RestorePreviousAsync(staged.Leader, staged.Leader.CurrentVersionId, rollbackTime.Token).ConfigureAwait(false);
        Attempt[] attempts = [.. followers, leader];
        if (!Array.TrueForAll(attempts, attempt => attempt.Status is AttemptStatus.Done))
        {
            return Torn(cause, $"Rolling back also failed: {(FindError(attempts) ?? cause).Message}");
        }

        return await WasFoundTornAsync([staged.Leader.CurrentVersionId, .. followers.Select(attempt => attempt.CurrentVersionId)], rollbackTime.Token).ConfigureAwait(false)
            ? Torn(cause, "The rotation was rolled back to what it had found: secrets of different rotations.")
            : SecretWriteResult.Failed(RotationStep.Promote, cause with { Message = $"{cause.Message} Nothing of this rotation was promoted." });
    }

    // A rotation whose promotion was in progress may have left the rest of the set to this one, and does not report that it is torn.
    private async Task<bool> WasFoundTornAsync(string?[] restored, CancellationToken cancellationToken)
    {
        if (restored.Distinct().Count() == 1 || !Array.Exists(restored, version => RotationId.TryParse(version, out _)))
        {
            return false;
        }

        var reads = await Task.WhenAll(staged.Secrets.Select(secret => _label.TryReadAsync(secret.Entry, cancellationToken))).ConfigureAwait(false);
        return Array.Exists(reads, read => read.Secret is null) || new SecretSet([.. reads.Select(read => read.Secret!)]).ConsistentVersionId is null;
    }

    private static SecretWriteResult Torn(RotationError cause, string reason) =>
        SecretWriteResult.Torn(cause with { Message = $"{cause.Message} {reason} Pipelines may read parts of two sessions until the next rotation." });

    /// <summary>Restores the version that this rotation replaced, which need not be the one that was inspected.</summary>
    private Task<Attempt> RestorePreviousAsync(SecretState secret, string? replaced, CancellationToken cancellationToken) =>
        RetryAsync(new(AttemptStatus.Retry) { CurrentVersionId = replaced }, (last, token) => RestorePreviousAsync(secret, last, token), cancellationToken);

    /// <summary>One attempt to restore a version. It is also done if the secret is not (or no longer) on this rotation's version.</summary>
    private async Task<Attempt> RestorePreviousAsync(SecretState secret, Attempt last, CancellationToken cancellationToken)
    {
        if (last.CurrentVersionId is { } previous)
        {
            var (isMoved, error) = await _label.TryMoveAsync(secret, rotationId, previous, isPaced: false, cancellationToken).ConfigureAwait(false);
            if (isMoved)
            {
                return last with { Status = AttemptStatus.Done };
            }

            last = last.After(error);
        }

        var (now, readError) = await _label.TryReadAsync(secret.Entry, cancellationToken).ConfigureAwait(false);
        return now is null || now.CurrentVersionId == rotationId ? last.After(readError) : last with { Status = AttemptStatus.Done };
    }

    /// <summary>Makes attempts until one decides, or time runs out.</summary>
    private async Task<Attempt> RetryAsync(Attempt first, Func<Attempt, CancellationToken, Task<Attempt>> next, CancellationToken cancellationToken)
    {
        var last = first;
        try
        {
            await foreach (var _ in _backoff.AttemptsAsync(cancellationToken).ConfigureAwait(false))
            {
                last = await next(last, cancellationToken).ConfigureAwait(false);
                if (last.Status is not AttemptStatus.Retry)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Time ran out between two attempts.
        }

        return last;
    }

    private static RotationError? FindError(Attempt[] attempts)
    {
        var undone = attempts.Where(attempt => attempt.Status is not AttemptStatus.Done && attempt.Error is not null).ToList();
        return (undone.Find(attempt => attempt.Status is AttemptStatus.Overwritten)
            ?? undone.Find(attempt => attempt.Error is { IsCanceled: false })
            ?? undone.FirstOrDefault())?.Error;
    }
}
