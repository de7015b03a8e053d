using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests.Readers;

/// <summary>
/// Counts the steps that get parts of two sessions. Steps begin at every possible moment of a rotation, so that each of their reads happens before, between
/// or after its changes, then at every second, and just before a cached value expires.
/// </summary>
internal sealed class MixedReads(Reference reference, bool isCached, Random random)
{
    // How long a read takes, and a change.
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ChangeTime = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan CacheDuration = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new();
    private RotatedSet _set = new([]);
    private int _moment;

    public Reference Reference => reference;

    public bool IsCached => isCached;

    /// <summary>The steps whose reads all happen before, between or directly after the changes.</summary>
    public (int Steps, int Mixed) During { get; private set; }

    /// <summary>The steps that begin after the last change.</summary>
    public (int Steps, int Mixed) After { get; private set; }

    /// <summary>How long after the last change of a rotation a step has mixed two sessions, at most.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Lets steps begin before, during and after a rotation.</summary>
    public void Add(RotatedSet set)
    {
        (_set, _moment) = (set, 0);
        var before = ReadBefore();
        ReadDuring(before, [], moment: 0);

        var rotatedAt = _time.GetUtcNow();
        _moment = set.Moments - 1;
        _time.Advance(ChangeTime * set.Moments);
        var changedAt = _time.GetUtcNow();
        TimeSpan[] expiries = [.. before.TimesToExpiry.SelectMany(left => reference.Variables.Select((_, i) => left - (ReadTime * i) - (ReadTime / 2)))];
        TimeSpan[] starts = [.. Enumerable.Range(0, (int)CacheDuration.TotalSeconds + 5).Select(i => Second * i), .. expiries.Where(start => start >= TimeSpan.Zero)];
        foreach (var start in starts.Order())
        {
            _time.AdjustTime(changedAt + start);
            ReadAfter(before.Fork(), start);
        }

        _time.AdjustTime(rotatedAt + TimeSpan.FromMinutes(50));
    }

    /// <summary>In the minute before, other steps have read the variables, each at some time of its own.</summary>
    private ConcourseVariables ReadBefore()
    {
        var variables = new ConcourseVariables(path => _set.Read(path, _moment), isCached ? _time : null);
        var age = CacheDuration;
        string[] read = [.. reference.Variables.Select(variable => variable.Variable).Distinct().OrderBy(_ => random.Next())];
        foreach (var variable in read)
        {
            var next = age * random.NextDouble();
            _time.Advance(age - next);
            age = next;
            variables.Resolve(variable);
        }

        _time.Advance(age);
        return variables;
    }

    private void ReadDuring(ConcourseVariables variables, IReadOnlyList<string> values, int moment)
    {
        if (values.Count == reference.Variables.Count)
        {
            During = (During.Steps + 1, During.Mixed + (IsMixed(values) ? 1 : 0));
            return;
        }

        for (var next = moment; next < _set.Moments; next++)
        {
            _moment = next;
            var fork = variables.Fork();
            ReadDuring(fork, [.. values, Resolve(fork, values.Count)], next);
        }
    }

    private void ReadAfter(ConcourseVariables variables, TimeSpan since)
    {
        List<string> values = [];
        foreach (var i in Enumerable.Range(0, reference.Variables.Count))
        {
            values.Add(Resolve(variables, i));
            _time.Advance(ReadTime);
        }

        var isMixed = IsMixed(values);
        After = (After.Steps + 1, After.Mixed + (isMixed ? 1 : 0));
        Longest = isMixed && since > Longest ? since : Longest;
    }

    private string Resolve(ConcourseVariables variables, int i)
    {
        var (variable, field) = reference.Variables[i];
        return variables.Resolve(variable, field) ?? throw new InvalidOperationException($"undefined vars: {variable}");
    }

    private static bool IsMixed(IReadOnlyList<string> values) =>
        Reference.GetCredentials(values).Select(value => value.StartsWith("old ", StringComparison.Ordinal)).Distinct().Count() > 1;
}
