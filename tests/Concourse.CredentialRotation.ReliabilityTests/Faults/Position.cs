using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Faults;

/// <summary>One of the calls that a rotation makes: the how-manieth of its kind on its resource.</summary>
public sealed record Position(string Operation, string Resource, int Occurrence)
{
    /// <summary>Whose call it is; the question who we are ourselves is only asked for the first account, which wants a long session.</summary>
    public string Account => Resource.Contains("/credential-rotation/", StringComparison.Ordinal) ? "a"
        : Resource.StartsWith("/concourse/", StringComparison.Ordinal) ? Resource.Split('/')[^1].Split('-')[0]
        : Resource.Contains("assumed-role", StringComparison.Ordinal) ? Resource.Split('/')[1]
        : Resource.Split('/')[^1];

    /// <summary>The positions of recorded calls, so that a new call cannot escape.</summary>
    public static IReadOnlyList<Position> Of(IEnumerable<AwsCall> calls) =>
        [.. calls.GroupBy(call => (call.Operation, call.Resource)).SelectMany(same => same.Select((_, i) => new Position(same.Key.Operation, same.Key.Resource, i + 1)))];
}
