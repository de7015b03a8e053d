namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// What a rotation has learned so far, also that a call was throttled. Nothing else decides what it does next: not the order of the responses to calls that
/// were made at the same time, and of what came before the promotion only which versions were current.
/// </summary>
internal sealed class Knowledge
{
    private readonly SortedSet<string> _responses = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _current = new(StringComparer.Ordinal);
    private string _staged = "";
    private bool _isLate;

    public bool IsOfPromotion => _staged.Length > 0;

    public void Forget()
    {
        _responses.Clear();
        _current.Clear();
        (_staged, _isLate) = ("", false);
    }

    public void Add(Step step, Reply reply)
    {
        _responses.Add($"{step}: {reply.Content}{(_isLate ? ", late" : "")}");
        if (reply.Current is { } current)
        {
            _current[step.Resource] = current;
        }
    }

    public void BeginPromotion()
    {
        _staged = string.Join(' ', _current.Values.Prepend(_isLate ? "staged late" : "staged"));
        _responses.Clear();
    }

    /// <summary>From now on responses come late, which makes them different responses.</summary>
    public void BeLate() => _isLate = true;

    public override string ToString() => string.Join('\n', _responses.Prepend(_staged));
}
