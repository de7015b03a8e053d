namespace Concourse.CredentialRotation;

/// <summary>
/// Limits the number of accounts in progress. The limit is the maximum until AWS throttles a request. Then it is one, and grows by two for each account
/// that finishes when nothing has been throttled for a second. In this way, processes that share a quota find their shares without knowing each other.
/// </summary>
internal sealed class ConcurrencyLimit
{
    private const int Increase = 2;
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly int _max;
    private readonly TimeProvider _time;
    private readonly TimeSpan _stalledAfter;
    private int _limit;
    private int _floor = 1;
    private int _inProgress;
    private long _throttledAt;
    private long _progressAt;

    /// <param name="max">The maximum.</param>
    /// <param name="time">The time.</param>
    /// <param name="stalledAfter">How long no account may finish before one more is let in, so that one account does not block the others.</param>
    public ConcurrencyLimit(int max, TimeProvider time, TimeSpan stalledAfter) => (_max, _limit, _time, _stalledAfter) = (max, max, time, stalledAfter);

    /// <summary>Whether fewer accounts than the maximum may be in progress, because AWS throttled a request.</summary>
    public bool IsReduced
    {
        get
        {
            lock (_lock)
            {
                return _limit < _max;
            }
        }
    }

    /// <summary>Waits, first come first served, until one more account may be in progress.</summary>
    /// <param name="cancellationToken">Ends the wait. An account that still waits then is let in, so that it can report that it was canceled.</param>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        var entry = new TaskCompletionSource();
        LinkedListNode<TaskCompletionSource> node;
        lock (_lock)
        {
            if (_inProgress == 0 && _waiting.Count == 0)
            {
                // Earlier throttling says nothing about a rotation that starts now.
                (_limit, _floor) = (_max, 1);
            }

            if (_inProgress < _limit)
            {
                _inProgress++;
                return;
            }

            node = _waiting.AddLast(entry);
        }

        using var registration = cancellationToken.Register(() => LetIn(node));
        while (await Task.WhenAny(entry.Task, Task.Delay(_stalledAfter, _time, CancellationToken.None)).ConfigureAwait(false) != entry.Task)
        {
            RaiseIfStalled();
        }
    }

    /// <summary>Releases the account's slot.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _inProgress--;
            _progressAt = _time.GetTimestamp();
            if (_time.GetElapsedTime(_throttledAt) >= QuietPeriod)
            {
                _limit = Math.Min(_max, _limit + Increase);
            }
        }

        LetInAll();
    }

    /// <summary>Reduces the limit, because AWS throttled a request.</summary>
    public void Reduce()
    {
        lock (_lock)
        {
            _limit = Math.Min(_limit, _floor);
            _throttledAt = _time.GetTimestamp();
        }
    }

    /// <summary>Makes the account leave if more are in progress than the limit allows, so that it can enter again later.</summary>
    /// <returns>Whether the account has left. If not, it may go on.</returns>
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
        while (Next() is { } entry)
        {
            entry.SetResult();
        }
    }

    private void RaiseIfStalled()
    {
        lock (_lock)
        {
            if (_time.GetElapsedTime(_progressAt) < _stalledAfter)
            {
                return;
            }

            _progressAt = _time.GetTimestamp();
            _floor++;
            _limit = Math.Max(_limit, _floor);
        }

        LetInAll();
    }

    private void LetIn(LinkedListNode<TaskCompletionSource> node)
    {
        lock (_lock)
        {
            if (node.List is null)
            {
                return;
            }

            _waiting.Remove(node);
            _inProgress++;
        }

        node.Value.SetResult();
    }

    // Entries are completed outside the lock, because continuations run inside SetResult.
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
