using System.Collections.Concurrent;

namespace Concourse.CredentialRotation;

/// <summary>
/// Makes a staged set current: the leader, then the rest, each by compare-and-swap, so that of two rotations only one gets through.
/// What cannot be finished is rolled back.
/// </summary>
internal sealed class Promotion(
    SecretStore store,
    WritePacer pacer,
    RequestThrottling throttling,
    SecretSetState staged,
    ConcurrentQueue<SecretLocation> restored,
    string rotationId,
    CredentialRotationOptions options,
    TimeProvider time)
{
    private const string UnderWay = "Another rotation of the same set is under way, or died.";

    private readonly Backoff _backoff = new(options, time);

    private Problem _lastProblem = new(UnderWay);
    private string? _winner;

    private enum Answer
    {
        Undecided,
        Done,
        Superseded,
        Overwritten,
    }

    /// <summary>Promotes the set, or leaves it as it was.</summary>
    /// <param name="cancellationToken">Honoured until the leader's move may have been carried out; from there on this ends within the reserve.</param>
    /// <exception cref="OperationCanceledException">The token fired. Nothing was promoted.</exception>
    /// <exception cref="ThrottledException">The token fired, and the leader's move was throttled until then. Nothing was promoted.</exception>
    public async Task<SecretWriteResult> RunAsync(CancellationToken cancellationToken)
    {
        // While the leader's move is throttled nothing is promoted, so that can wait; and the reserve begins anew with each attempt.
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 0; ; attempt++)
        {
            using var forward = new CancellationTokenSource(options.PromotionReserve / 2, time);
            var (isMoved, throttled) = await TryMoveLeaderAsync(forward.Token).ConfigureAwait(false);
            if (throttled is null)
            {
                return await FinishAsync(isMoved, forward).ConfigureAwait(false);
            }

            if (!await throttling.WaitAsync(Urgency.Patient, attempt, cancellationToken).ConfigureAwait(false) || cancellationToken.IsCancellationRequested)
            {
                throw throttled;
            }

            await pacer.Writes.WaitAsync(requests: 1, Urgency.Urgent, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<(bool IsMoved, ThrottledException? Throttled)> TryMoveLeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.MoveCurrentAsync(staged.Leader.Location, staged.Leader.CurrentVersionId, rotationId, cancellationToken).ConfigureAwait(false);
            return (true, null);
        }
        catch (ThrottledException throttled)
        {
            // After an attempt whose response was lost, only the set itself tells whether the leader is promoted.
            throttling.Count();
            Note(throttled);
            return (false, throttled.IsFirstAttempt ? throttled : null);
        }
        catch (Exception refused)
        {
            Note(refused);
            return (false, null);
        }
    }

    private async Task<SecretWriteResult> FinishAsync(bool isLeader, CancellationTokenSource forward)
    {
        var leader = isLeader ? Answer.Done : await DecideAsync(Leading(), forward.Token).ConfigureAwait(false);
        Answer[] followers = leader is Answer.Done
            ? await Task.WhenAll(staged.Secrets.Skip(1).Select(follower => DecideAsync(Following(follower), forward.Token))).ConfigureAwait(false)
            : [];
        if (leader is Answer.Superseded || followers.Contains(Answer.Superseded))
        {
            return RotationId.TryParse(_winner, out var winner) ? SecretWriteResult.SupersededBy(winner) : SecretWriteResult.Superseded;
        }

        return leader is Answer.Done && followers.All(answer => answer is Answer.Done)
            ? SecretWriteResult.Written
            : await RollBackAsync().ConfigureAwait(false);
    }

    /// <summary>The tries to become the leader after the first. Refused or unanswered: the set tells what became of it, and whether to try again is worth it.</summary>
    private Func<CancellationToken, Task<Answer>> Leading()
    {
        var isThereStill = false;
        return async cancellationToken =>
        {
            if (isThereStill
                && await TryMoveAsync(staged.Leader.Location, staged.Leader.CurrentVersionId, rotationId, isPaced: false, cancellationToken).ConfigureAwait(false))
            {
                return Answer.Done;
            }

            var now = new SecretSetState(await Task.WhenAll(
                staged.Secrets.Select(secret => store.ReadRestoredAsync(secret.Location, restored, cancellationToken))).ConfigureAwait(false));
            if (now.Leader.CurrentVersionId == rotationId)
            {
                return Answer.Done;
            }

            _winner = now.Leader.CurrentVersionId;
            isThereStill = now.Leader.CurrentVersionId == staged.Leader.CurrentVersionId;
            return now.ConsistentVersionId is null || isThereStill ? Answer.Undecided : Answer.Superseded;
        };
    }

    /// <summary>The tries to make one follower current. Only what was there while we led may be replaced, hence the order of the two reads.</summary>
    private Func<CancellationToken, Task<Answer>> Following(SecretState follower)
    {
        var expected = follower.CurrentVersionId;
        var isFirst = true;
        return async cancellationToken =>
        {
            if (await TryMoveAsync(follower.Location, expected, rotationId, isFirst, cancellationToken).ConfigureAwait(false))
            {
                return Answer.Done;
            }

            isFirst = false;
            var now = await store.ReadRestoredAsync(follower.Location, restored, cancellationToken).ConfigureAwait(false);
            var leader = await store.ReadRestoredAsync(staged.Leader.Location, restored, cancellationToken).ConfigureAwait(false);
            if (leader.CurrentVersionId != rotationId)
            {
                return Overtaken(leader.CurrentVersionId);
            }

            expected = now.CurrentVersionId;
            return expected == rotationId ? Answer.Done : Answer.Undecided;
        };
    }

    /// <summary>Another rotation that leads will finish the set; another tool that wrote the leader knows nothing of the rest.</summary>
    private Answer Overtaken(string? leader)
    {
        if (RotationId.TryParse(leader, out _))
        {
            _winner = leader;
            return Answer.Superseded;
        }

        _lastProblem = new($"Something other than a rotation wrote {staged.Leader.Location.Name} meanwhile.");
        return Answer.Overwritten;
    }

    /// <summary>Followers first, the leader last, so that whoever reads sees either that we lead or that nothing of ours is left.</summary>
    private async Task<SecretWriteResult> RollBackAsync()
    {
        var problem = _lastProblem;
        using var half = new CancellationTokenSource(options.PromotionReserve / 2, time);
        var followers = await Task.WhenAll(staged.Secrets.Skip(1)
            .Select(follower => DecideAsync(token => GiveBackAsync(follower, token), half.Token))).ConfigureAwait(false);
        var leader = await DecideAsync(token => GiveBackAsync(staged.Leader, token), half.Token).ConfigureAwait(false);
        if (leader is Answer.Done && followers.All(answer => answer is Answer.Done))
        {
            return SecretWriteResult.Failed(RotationStep.Promote, $"{problem.Message} Nothing of this rotation was promoted.") with { Problem = problem };
        }

        return SecretWriteResult.Torn($"{problem.Message} To put back what was there failed too: {_lastProblem.Message} Pipelines may read parts of two sessions until the next rotation.") with { Problem = problem };
    }

    /// <summary>One try to give a secret back to the version that was current in it; done also when it is not ours (any more).</summary>
    private async Task<Answer> GiveBackAsync(SecretState secret, CancellationToken cancellationToken)
    {
        if (secret.CurrentVersionId is { } before
            && await TryMoveAsync(secret.Location, rotationId, before, isPaced: false, cancellationToken).ConfigureAwait(false))
        {
            return Answer.Done;
        }

        var now = await store.ReadRestoredAsync(secret.Location, restored, cancellationToken).ConfigureAwait(false);
        return now.CurrentVersionId == rotationId ? Answer.Undecided : Answer.Done;
    }

    // Each secret's first move is paced already: its place under the quota was waited for before the promotion began.
    private async Task<bool> TryMoveAsync(SecretLocation secret, string? from, string to, bool isPaced, CancellationToken cancellationToken)
    {
        var isCounted = isPaced;
        try
        {
            return await throttling.SendAsync(
                Urgency.Urgent,
                async token =>
                {
                    await pacer.Writes.WaitAsync(isCounted ? 0 : 1, Urgency.Urgent, token).ConfigureAwait(false);
                    isCounted = false;
                    try
                    {
                        await store.MoveCurrentAsync(secret, from, to, token).ConfigureAwait(false);
                        return true;
                    }
                    catch (ThrottledException throttled)
                    {
                        // If the time is up before it goes through, this is why.
                        Note(throttled);
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused)
        {
            Note(refused);
            return false;
        }
    }

    // That the time was up tells less than what went wrong before.
    private void Note(Exception problem) =>
        _lastProblem = problem is OperationCanceledException && _lastProblem.Message != UnderWay ? _lastProblem : Problem.Of(problem);

    private async Task<Answer> DecideAsync(Func<CancellationToken, Task<Answer>> tryOnce, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in _backoff.TriesAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await TryAsync(tryOnce, cancellationToken).ConfigureAwait(false) is var answer and not Answer.Undecided)
                {
                    return answer;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is up.
        }

        return Answer.Undecided;
    }

    private async Task<Answer> TryAsync(Func<CancellationToken, Task<Answer>> tryOnce, CancellationToken cancellationToken)
    {
        try
        {
            return await tryOnce(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unread)
        {
            // Whatever it is, it must not end the promotion: only what is read decides.
            Note(unread);
            return Answer.Undecided;
        }
    }
}
