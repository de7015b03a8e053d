namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Brings the rotations into every state that they can come to together: depth first, from the start again for each branch, and no
/// further where the state was seen, since all that follows from it was seen then.
/// </summary>
/// <param name="run">The rotations.</param>
/// <param name="start">Where they begin.</param>
/// <param name="withFault">Whether one call may meet a fault.</param>
/// <param name="onNewState">Called for each new state.</param>
internal sealed class Explorer(Run run, StartingState start, bool withFault, Action onNewState)
{
    private readonly Dictionary<UInt128, Seen> _seen = [];
    private readonly Dictionary<UInt128, UInt128> _predicted = [];
    private readonly List<Node> _path = [];

    /// <summary>How many different states there are.</summary>
    public int States => _seen.Count;

    /// <summary>How many orders of calls lead through them from the start to an end.</summary>
    public double Orders { get; private set; }

    /// <summary>In how many of the states all is over.</summary>
    public int Ends { get; private set; }

    /// <summary>How many of these leave the set torn.</summary>
    public int TornEnds { get; private set; }

    /// <summary>Every call that met a fault in some order, and which.</summary>
    public HashSet<Move> Faults { get; } = [];

    /// <summary>Whether the limit ended it before all states were seen.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Explores until an invariant is violated, which is returned; null when none was.</summary>
    public string? Explore(int maxStates)
    {
        run.Begin(start);
        _path.Add(CreateNode());
        var isCurrent = true;
        string? violation = null;
        while (_path is [.., var node] && violation is null)
        {
            if (States >= maxStates)
            {
                IsCut = true;
                break;
            }

            if (!node.ChooseNext())
            {
                _path.RemoveAt(_path.Count - 1);
                Close(node.State, new(node.Orders, Fingerprint(node.Moves)));
                isCurrent = false;
            }
            else if (_seen.TryGetValue(_predicted.GetValueOrDefault(node.Predicted, node.Predicted), out var seen))
            {
                node.Orders += seen.Orders;
            }
            else
            {
                if (!isCurrent)
                {
                    ReplayTo(node);
                }

                (isCurrent, violation) = Advance(node);
            }
        }

        return violation;
    }

    /// <summary>Whether a run came to a state that was seen, and to where the same may happen next.</summary>
    public bool? Agrees(Run other) => _seen.TryGetValue(other.State, out var seen) ? seen.Moves == Fingerprint(other.SufficientMoves(withFault)) : null;

    private (bool IsNew, string? Violation) Advance(Node node)
    {
        run.Apply(node.Chosen);
        var state = run.State;
        if (state != node.Predicted)
        {
            _predicted.Add(node.Predicted, state);
        }

        if (node.Chosen.Fault is not null)
        {
            Faults.Add(node.Chosen);
        }

        if (_seen.TryGetValue(state, out var seen))
        {
            node.Orders += seen.Orders;
            return (false, null);
        }

        if (!run.IsOver)
        {
            _path.Add(CreateNode());
            return (true, null);
        }

        Ends++;
        TornEnds += Invariants.IsTorn(run) ? 1 : 0;
        var description = run.Describe();
        Close(state, new(Orders: 1, Fingerprint([])));
        return (false, Invariants.FindViolation(run) is { } violation ? $"{violation}, from {start}\n{description}\n{string.Join('\n', _path.Select(node => node.Chosen))}" : null);
    }

    private void ReplayTo(Node node)
    {
        run.Begin(start);
        foreach (var before in _path.TakeWhile(before => before != node))
        {
            run.Apply(before.Chosen);
        }
    }

    private void Close(UInt128 state, Seen seen)
    {
        _seen.Add(state, seen);
        onNewState();
        if (_path is [.., var before])
        {
            before.Orders += seen.Orders;
        }
        else
        {
            Orders = seen.Orders;
        }
    }

    private Node CreateNode()
    {
        Move[] moves = [.. run.SufficientMoves(withFault)];
        return new(run.State, moves, [.. moves.Select(run.Predict)]);
    }

    private static int Fingerprint(IEnumerable<Move> moves) => string.Join('\n', moves).GetHashCode(StringComparison.Ordinal);

    private readonly record struct Seen(double Orders, int Moves);

    private sealed class Node(UInt128 state, Move[] moves, UInt128[] predicted)
    {
        private int _next = -1;

        public UInt128 State => state;

        public IReadOnlyList<Move> Moves => moves;

        public Move Chosen => moves[_next];

        public UInt128 Predicted => predicted[_next];

        public double Orders { get; set; }

        public bool ChooseNext() => ++_next < moves.Length;
    }
}
