using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// A real rotation that is run once for each history of responses, and then answers from memory, so that it can be set back. What it does next must
/// depend only on what it knows and on the fault that it has met.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="aws">The AWS that the real rotation calls.</param>
internal sealed class RememberedRotation(string name, AwsEmulator aws) : IRotation, IDisposable
{
    private static readonly RotationNode NotStarted = new("not started", [], null, []);
    private static readonly RotationNode Crashed = new("crashed", [], null, []);

    private readonly SteppedRotation _rotation = new(name, aws);
    private readonly Dictionary<(string State, string Fault), RotationNode> _nodes = [];
    private RotationNode _node = NotStarted;
    private RotationNode? _start;
    private RotationNode? _reached;
    private SecretLayout _layout;

    public string Name => name;

    public IReadOnlyList<PendingCall> Pending => _node.Pending;

    public bool IsCrashed => _node == Crashed;

    public AccountOutcome? Outcome => _node.Outcome;

    public string State => _node.State;

    public void Start(SecretLayout layout, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
        {
            throw new NotSupportedException("What is remembered was not canceled.");
        }

        if (_start is null)
        {
            _layout = layout;
            _rotation.Start(layout, cancellationToken);
            _reached = _start = Read([]);
        }

        _node = layout == _layout ? _start : throw new InvalidOperationException("What is remembered belongs to another layout.");
    }

    public void Crash() => _node = Crashed;

    public void Deliver(Step step, Reply reply, FaultState fault)
    {
        var response = (step, reply.Content, fault.ToString());
        if (!_node.Next.TryGetValue(response, out var next))
        {
            next = FindOut(new(step, reply, fault));
            _node.Next.Add(response, next);
        }

        _node = next;
    }

    /// <summary>Notes where it is; what is returned sets it back, as often as it is called.</summary>
    public Action TakeSnapshot()
    {
        var node = _node;
        return () => _node = node;
    }

    /// <summary>Also forgets, as an explorer is kept.</summary>
    public void Dispose()
    {
        _rotation.Dispose();
        _nodes.Clear();
        (_node, _start, _reached) = (NotStarted, null, null);
    }

    private RotationNode FindOut(Delivery delivery)
    {
        if (_reached != _node)
        {
            _rotation.Start(_layout);
            foreach (var before in _node.Way)
            {
                _rotation.Deliver(before.Step, before.Reply, before.Fault);
            }

            Compare(Read(_node.Way), _node);
        }

        _rotation.Deliver(delivery.Step, delivery.Reply, delivery.Fault);
        var found = Read([.. _node.Way, delivery]);
        if (found.Pending.Count > 0 && !_nodes.TryAdd((found.State, delivery.Fault.ToString()), found))
        {
            var known = _nodes[(found.State, delivery.Fault.ToString())];
            Compare(found, known);
            found = known;
        }

        return _reached = found;
    }

    private void Compare(RotationNode found, RotationNode known)
    {
        if (found.State != known.State || found.Requests != known.Requests)
        {
            throw new InvalidOperationException($"{Name} does something else.\nIt knows:\n{found.State}\nIt does:\n{found.Requests}\nIt knew:\n{known.State}\nIt did:\n{known.Requests}");
        }
    }

    // Without where the responses would go, which keeps the whole process of a rotation that was started again.
    private RotationNode Read(IReadOnlyList<Delivery> way) => new(_rotation.State, [.. _rotation.Pending.Select(call => call with { Response = new() })], _rotation.Outcome, way);
}
