using System.Collections.Concurrent;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>One exploration of two rotations; several tests look at the same one.</summary>
/// <param name="Start">Where the rotations begin.</param>
/// <param name="RefusesPromotionInPlace">How AWS responds to a promotion that changes nothing.</param>
/// <param name="WithFault">Whether any one call may meet a fault.</param>
internal sealed record Exploration(StartingState Start, bool RefusesPromotionInPlace, bool WithFault)
{
    private const int SampledStates = 75;
    private const int StatesBetweenLines = 2_000;

    // Four secrets have many times the states of three, and the code does not know how many followers there are.
    private const int MaxStatesOfFourSecrets = 20_000;

    private static readonly int Count = StartingState.All.Length * 4;
    private static readonly ConcurrentDictionary<Exploration, Lazy<(Explorer, string?)>> Explored = [];
    private static int _begun;

    /// <summary>Explores, the first time that it is asked for, and says which invariant was violated; null when none was.</summary>
    public (Explorer Explorer, string? Violation) Run() => Explored.GetOrAdd(this, _ => new(Explore)).Value;

    private (Explorer, string?) Explore()
    {
        var name = $"exploration {Interlocked.Increment(ref _begun)} of {Count} (from {Start}, promotion in place {(RefusesPromotionInPlace ? "refused" : "accepted")}, {(WithFault ? "one fault" : "no fault")}), states";
        TestContext.Progress.WriteLine($"{name}: begun");
        using var scenario = new Scenario(RefusesPromotionInPlace, "A", "B");
        var progress = new ProgressLines(name, StatesBetweenLines);
        var explorer = new Explorer(scenario.Run, Start, WithFault, progress.Count);
        var maxStates = Extent.Size("STATES", sample: SampledStates, full: int.MaxValue);
        var violation = explorer.Explore(Start.Layout is SecretLayout.Both ? Math.Clamp(maxStates / 4, SampledStates, MaxStatesOfFourSecrets) : maxStates);
        TestContext.Progress.WriteLine($"{name}: {explorer.States:N0}, {(explorer.IsCut ? "cut" : "complete")}");
        return (explorer, violation);
    }
}
