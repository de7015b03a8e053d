using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>An AWS, and the rotations of one set on it.</summary>
internal sealed class Scenario : IDisposable
{
    private const int CallsOfARotation = 40;

    private readonly List<SteppedRotation> _rotations;

    public Scenario(bool refusesPromotionInPlace, params string[] names)
    {
        var aws = new AwsEmulator(TimeProvider.System) { Policy = ModulePolicy.Read() };
        aws.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;
        _rotations = [.. names.Select(name => new SteppedRotation(name, aws))];
        Run = new Run(aws, _rotations);
    }

    public Run Run { get; }

    /// <summary>The moves of the last run at random.</summary>
    public List<Move> Moves { get; } = [];

    /// <summary>Runs the rotations to their ends, in a random order.</summary>
    public void RunAtRandom(StartingState start, bool withFault, Random random, Action? atEachState = null)
    {
        Run.Begin(start);
        Moves.Clear();
        while (!Run.IsOver)
        {
            Moves.Add(random.GetItems([.. Run.Moves(withFault && random.Next(CallsOfARotation) == 0)], 1)[0]);
            Run.Apply(Moves[^1]);
            atEachState?.Invoke();
        }
    }

    public void Dispose() => _rotations.ForEach(rotation => rotation.Dispose());
}
