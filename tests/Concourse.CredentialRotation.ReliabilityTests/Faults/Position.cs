using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Faults;

/// <summary>One of the calls that a rotation makes: its operation, its resource, and its number among those of the same operation and resource.</summary>
public sealed record Position(string Operation, string Resource, int Occurrence)
{
    /// <summary>The account that the call is for. Only the first account has a long duration, for which GetCallerIdentity is called with the execution role.</summary>
    public string Account => Resource.Contains("/credential-rotation/", StringComparison.Ordinal) ? "a"
        : Resource.StartsWith("/concourse/", StringComparison.Ordinal) ? Resource.Split('/')[^1].Split('-')[0]
        : Resource.Contains("assumed-role", StringComparison.Ordinal) ? Resource.Split('/')[1]
        : Resource.Split('/')[^1];

    /// <summary>The positions of recorded calls, so that a call which is new in the code has its faults, too.</summary>
    public static IReadOnlyList<Position> FromCalls(IEnumerable<AwsCall> calls) =>
        [.. calls.GroupBy(call => (call.Operation, call.Resource)).SelectMany(same => same.Select((_, i) => new Position(same.Key.Operation, same.Key.Resource, i + 1)))];
}
