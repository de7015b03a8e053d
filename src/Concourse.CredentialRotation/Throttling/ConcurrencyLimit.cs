namespace Concourse.CredentialRotation;

/// <summary>
/// How many accounts may be in progress. As many as the maximum, until AWS throttles a request: then one, and two more for each account that
/// finishes when nothing has been throttled for a second. Processes that share a quota find their shares in this way without knowing of each other.
/// </summary>
/// <param name="max">The maximum.</param>
/// <param name="time">The time.</param>
/// <param name="stalledAfter">After how long without any account that finished one more is let in, so that one account's trouble does not hold up the others.</param>
internal sealed class ConcurrencyLimit(int max, TimeProvider time, TimeSpan stalledAfter)
{
    private const int Increase = 2;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private int _limit;
    private int _min = 1;
    private int _inProgress;
    private long _throttledAt;
    private long _movedAt;

    /// <summary>Whether fewer accounts than the maximum may be in progress, because AWS throttled a request.</summary>
    public bool IsReduced
    {
        get
        {
            lock (_lock)
            {
                return _limit < max;
            }
        }
    }

    /// <summary>Waits, first come first served, until one more account may be in progress.</summary>
    /// <param name="cancellationToken">Ends the wait: whoever still waits when the time is up is let in, to report just that.</param>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource();
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            if (_inProgress == 0 && _waiting.Count == 0)
            {
                // What an earlier rotation met says nothing about this one.
                (_limit, _min) = (max, 1);
            }

            if (_inProgress < _limit)
            {
                _inProgress++;
                return;
            }

            place = _waiting.AddLast(turn);
        }

        using var registration = cancellationToken.Register(() => LetIn(place));
        while (await Task.WhenAny(turn.Task, Task.Delay(stalledAfter, time, CancellationToken.None)).ConfigureAwait(false) != turn.Task)
        {
            RaiseIfStalled();
        }
    }

    /// <summary>The account is finished.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inProgress--;
            _movedAt = time.GetTimestamp();
            if (time.GetElapsedTime(_throttledAt) >= Quiet)
            {
                _limit = Math.Min(max, _limit + Increase);
            }
        }

        LetInAll();
    }

    /// <summary>AWS throttled a request.</summary>
    public void Reduce()
    {
        lock (_lock)
        {
            _limit = Math.Min(_limit, _min);
            _throttledAt = time.GetTimestamp();
        }
    }

    /// <summary>Makes the account leave if more are in progress than the limit allows, so that it can enter again later.</summary>
    /// <returns>Whether the account has left; if not, it may go on.</returns>
    public bool TryStepBack()
    {
        lock (_lock)
        {
            if (_inProgress <= _limit)
            {
                return false;
            }

            _inProgress--;
            return true;
        }
    }

    private void LetInAll()
    {
        while (Next() is { } turn)
        {
            turn.SetResult();
        }
    }

    private void RaiseIfStalled()
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_movedAt) < stalledAfter)
            {
                return;
            }

            _movedAt = time.GetTimestamp();
            _min++;
            _limit = Math.Max(_limit, _min);
        }

        LetInAll();
    }

    private void LetIn(LinkedListNode<TaskCompletionSource> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return;
            }

            _waiting.Remove(place);
            _inProgress++;
        }

        place.Value.SetResult();
    }

    // Turns are given outside of the lock, since what was waiting goes on within SetResult.
    private TaskCompletionSource? Next()
    {
        lock (_lock)
        {
            if (_inProgress >= _limit || _waiting.First is not { } first)
            {
                return null;
            }

            _waiting.RemoveFirst();
            _inProgress++;
            return first.Value;
        }
    }
}
