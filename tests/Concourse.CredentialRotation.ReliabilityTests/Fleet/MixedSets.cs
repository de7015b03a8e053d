using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>
/// Counts the sets of which pipelines would read parts of two sessions, or only some of the parts. Each secret is first created and then promoted
/// with the same session's value, so a set that was absent is mixed until all of its secrets exist.
/// </summary>
internal sealed class MixedSets(LocalSecretsManager secrets, VirtualTime time)
{
    private static readonly string[] Parts = ["access-key", "secret-key", "session-token"];

    private readonly Dictionary<string, TimeSpan> _mixedSince = new(StringComparer.Ordinal);
    private TimeSpan _changedAt;
    private TimeSpan _sum;

    /// <summary>The most at any of the moments that were sampled.</summary>
    public int Max { get; private set; }

    /// <summary>The most at any moment.</summary>
    public int Peak { get; private set; }

    /// <summary>For how long one was mixed at most.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>How many on average so far.</summary>
    public double Average => (_sum + ((time.Elapsed - _changedAt) * _mixedSince.Count)) / time.Elapsed;

    public void Sample() => Max = Math.Max(Max, _mixedSince.Count);

    /// <summary>Updates the set that a secret belongs to.</summary>
    public void Update(string secret, bool wasAbsent)
    {
        var set = Parts.Aggregate(secret, (name, part) => name.EndsWith(part, StringComparison.Ordinal) ? name[..^part.Length] : name);
        var versions = Parts.Select(part => secrets.CurrentVersionId(set + part)).ToList();
        var isMixed = wasAbsent ? versions.Distinct().Count() > 1 && versions.Contains(null) : versions.Distinct().Count() > 1;
        if (isMixed == _mixedSince.ContainsKey(set))
        {
            return;
        }

        _sum += (time.Elapsed - _changedAt) * _mixedSince.Count;
        _changedAt = time.Elapsed;
        if (isMixed)
        {
            _mixedSince.Add(set, time.Elapsed);
            Peak = Math.Max(Peak, _mixedSince.Count);
        }
        else if (_mixedSince.Remove(set, out var since))
        {
            Longest = time.Elapsed - since > Longest ? time.Elapsed - since : Longest;
        }
    }
}
