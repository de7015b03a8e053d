namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Visits every state that the rotations can reach together, depth first. It does not go on from a known state. If it is to stop before, it tries the
/// moves in a random order, which is the same in every run, so that what it sees differs in more than its end.
/// </summary>
/// <param name="run">The run of the rotations.</param>
/// <param name="rotations">The rotations.</param>
/// <param name="start">Where they begin.</param>
/// <param name="withFault">Whether one call may meet a fault.</param>
/// <param name="maxStates">After how many states it stops; null for all.</param>
/// <param name="onNewState">Called for each new state.</param>
internal sealed class Explorer(Run run, IReadOnlyList<RememberedRotation> rotations, StartingState start, bool withFault, int? maxStates, Action onNewState)
{
    private readonly Dictionary<UInt128, Seen> _seen = [];
    private readonly Random _random = new(1);
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
    public string? Explore()
    {
        run.Begin(start);
        _path.Add(CreateNode());
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
            }
            else
            {
                violation = Advance(node);
            }
        }

        // An explorer is kept, but what its rotations remember is not.
        _path.Clear();
        return violation;
    }

    /// <summary>Whether a run came to a state that was seen, and to where the same may happen next.</summary>
    public bool? Agrees(Run other) => _seen.TryGetValue(other.State, out var seen) ? seen.Moves == Fingerprint(other.SufficientMoves(withFault)) : null;

    private string? Advance(Node node)
    {
        node.Restore();
        run.Apply(node.Chosen);
        // The first outcome that leads to a state stands for all others, but any of them may contain a secret.
        if (Invariants.Leaks(run, run.RotationOf(node.Chosen)))
        {
            return Describe("an outcome contains a secret");
        }

        var state = run.State;
        if (node.Chosen.Fault is not null)
        {
            Faults.Add(node.Chosen);
        }

        if (_seen.TryGetValue(state, out var seen))
        {
            node.Orders += seen.Orders;
            return null;
        }

        if (!run.IsOver)
        {
            _path.Add(CreateNode());
            return null;
        }

        Ends++;
        TornEnds += Invariants.IsTorn(run) ? 1 : 0;
        Close(state, new(Orders: 1, Fingerprint([])));
        // The search for a violation changes the run.
        var description = Describe("");
        return Invariants.FindViolation(run) is { } violation ? violation + description : null;
    }

    private string Describe(string violation) => $"{violation}, from {start}\n{run.Describe()}\n{string.Join('\n', _path.Select(node => node.Chosen))}";

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
        var restore = run.TakeSnapshot();
        foreach (var rotation in rotations)
        {
            restore += rotation.TakeSnapshot();
        }

        Move[] moves = [.. run.SufficientMoves(withFault)];
        Move[] inOrder = [.. moves];
        if (maxStates is not null)
        {
            _random.Shuffle(inOrder);
        }

        return new(run.State, moves, inOrder, restore);
    }

    private static int Fingerprint(IEnumerable<Move> moves) => string.Join('\n', moves).GetHashCode(StringComparison.Ordinal);

    private readonly record struct Seen(double Orders, int Moves);

    private sealed class Node(UInt128 state, Move[] moves, Move[] inOrder, Action restore)
    {
        private int _next = -1;

        public UInt128 State => state;

        public IReadOnlyList<Move> Moves => moves;

        public Move Chosen => inOrder[_next];

        public double Orders { get; set; }

        public void Restore() => restore();

        public bool ChooseNext() => ++_next < inOrder.Length;
    }
}
