using System.Collections.Concurrent;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>The two explorations from one start, which several tests look at.</summary>
/// <param name="Start">Where the rotations begin.</param>
/// <param name="WithFault">Whether any one call may meet a fault.</param>
internal sealed record Exploration(StartingState Start, bool WithFault)
{
    private const int SampledStates = 75;
    private const int StatesBetweenLines = 20_000;

    // With a fault, four secrets have millions of states.
    private const int MaxStatesOfFourSecrets = 20_000;

    private static readonly int Count = StartingState.All.Length * 4;
    private static readonly ConcurrentDictionary<Exploration, Lazy<Explored[]>> Explorations = [];
    private static int _begun;

    /// <summary>After how many states each stops; null for all.</summary>
    private int? MaxStates => (Extent.Size("STATES", sample: SampledStates, full: int.MaxValue), IsLarge: WithFault && Start.Layout is SecretLayout.Both) switch
    {
        (int.MaxValue, IsLarge: true) => MaxStatesOfFourSecrets,
        (int.MaxValue, IsLarge: false) => null,
        var (states, _) => states,
    };

    /// <summary>Explores, the first time that it is asked for: first where AWS refuses a promotion that changes nothing, then where it accepts it.</summary>
    public IReadOnlyList<Explored> Run() => Explorations.GetOrAdd(this, _ => new(Explore)).Value;

    // Together, as most of what the rotations are told is the same.
    private Explored[] Explore()
    {
        var aws = Scenario.CreateAws();
        using RememberedRotation a = new("A", aws), b = new("B", aws), next = new("next", aws);
        RememberedRotation[] rotations = [a, b];
        var run = new Run(aws, rotations, next);
        return [Explore(aws, run, rotations, refusesPromotionInPlace: true), Explore(aws, run, rotations, refusesPromotionInPlace: false)];
    }

    private Explored Explore(AwsEmulator aws, Run run, RememberedRotation[] rotations, bool refusesPromotionInPlace)
    {
        var name = $"exploration {Interlocked.Increment(ref _begun)} of {Count} (from {Start}, promotion in place {(refusesPromotionInPlace ? "refused" : "accepted")}, {(WithFault ? "one fault" : "no fault")}), states";
        TestContext.Progress.WriteLine($"{name}: begun");
        aws.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;
        var progress = new ProgressLines(name, StatesBetweenLines);
        var explorer = new Explorer(run, rotations, Start, WithFault, MaxStates, progress.Count);
        var violation = explorer.Explore();
        TestContext.Progress.WriteLine($"{name}: {explorer.States:N0}, {(violation is not null ? "ended by a violation" : explorer.IsCut ? "cut" : "complete")}");
        return new(explorer, violation);
    }
}
