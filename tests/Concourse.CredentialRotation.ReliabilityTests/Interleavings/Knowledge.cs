namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// What a rotation was told so far. Nothing else decides what it does next: not the order of the responses to calls that were made at the
/// same time, and in the promotion of all that was before only which versions were current.
/// </summary>
internal sealed class Knowledge
{
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _current = new(StringComparer.Ordinal);
    private string _staged = "";
    private bool _isLate;

    public bool IsOfPromotion => _staged.Length > 0;

    public void Forget()
    {
        _told.Clear();
        _current.Clear();
        (_staged, _isLate) = ("", false);
    }

    public void Add(Step step, Reply reply)
    {
        _told.Add(Entry(step, reply));
        if (reply.Current is { } current)
        {
            _current[step.Resource] = current;
        }
    }

    public void BeginPromotion()
    {
        _staged = string.Join(' ', _current.Values.Prepend("staged"));
        _told.Clear();
    }

    /// <summary>From now on responses come late, which makes them different responses.</summary>
    public void BeLate() => _isLate = true;

    /// <summary>What is known once a call is responded to as well.</summary>
    public string With(Step step, Reply reply) => Text(_told.Append(Entry(step, reply)).Order(StringComparer.Ordinal));

    public override string ToString() => Text(_told);

    private string Entry(Step step, Reply reply) => $"{step}: {reply.Told}{(_isLate ? ", late" : "")}";

    private string Text(IEnumerable<string> told) => string.Join('\n', told.Prepend(_staged));
}
