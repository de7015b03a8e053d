using System.Collections.Concurrent;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Faults;

/// <summary>Injects one fault at one position, for as long as it lasts.</summary>
internal sealed class FaultPlan(Position at, Fault fault, FaultDuration duration)
{
    private readonly ConcurrentDictionary<(string, string), int> _counts = new();
    private const int InARow = 4;

    private volatile bool _hasBegun;

    /// <summary>Whether the position was reached.</summary>
    public bool HasBegun => _hasBegun;

    public Task<Fault?> Intercept(AwsCall call, CancellationToken aborted)
    {
        var occurrence = _counts.AddOrUpdate((call.Operation, call.Resource), 1, (_, count) => count + 1);
        var here = new Position(call.Operation, call.Resource, occurrence);
        var isAt = here == at;
        if (isAt)
        {
            // Not "|=": another account's call could write back what it read before.
            _hasBegun = true;
        }

        var isHit = isAt || (_hasBegun && duration switch
        {
            FaultDuration.SeveralTimes => here with { Occurrence = at.Occurrence } == at && occurrence < at.Occurrence + InARow,
            FaultDuration.ThatCallFromThenOn => call.Operation == at.Operation && call.Resource == at.Resource,
            FaultDuration.TheAccountFromThenOn => here.Account == at.Account,
            _ => false,
        });
        return Task.FromResult(isHit ? fault : null);
    }
}
