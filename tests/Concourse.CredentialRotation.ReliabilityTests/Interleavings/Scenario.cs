using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>An AWS, and the rotations of one set on it.</summary>
internal sealed class Scenario : IDisposable
{
    private const int CallsOfARotation = 40;

    private readonly List<SteppedRotation> _rotations;

    public Scenario(params string[] names)
    {
        var aws = CreateAws();
        _rotations = [.. names.Append("next").Select(name => new SteppedRotation(name, aws))];
        Run = new Run(aws, _rotations[..^1], _rotations[^1]);
    }

    public Run Run { get; }

    /// <summary>The moves of the last run at random.</summary>
    public List<Move> Moves { get; } = [];

    /// <summary>An AWS whose time stands still, so that sessions do not expire during a long test.</summary>
    public static AwsEmulator CreateAws() => new(new FakeTimeProvider(TimeProvider.System.GetUtcNow())) { Policy = ModulePolicy.Read() };

    /// <summary>Runs the rotations to their ends, in a random order; one of <see cref="Run.SufficientMoves"/>, if that is wanted.</summary>
    public void RunAtRandom(StartingState start, bool withFault, Random random, Action? atEachState = null, bool isSufficient = false)
    {
        Run.Begin(start);
        Moves.Clear();
        while (!Run.IsOver)
        {
            var mayMeetFault = withFault && random.Next(CallsOfARotation) == 0;
            var moves = isSufficient ? Run.SufficientMoves(withFault) : Run.Moves(withFault);
            Moves.Add(random.GetItems([.. moves.Where(move => mayMeetFault || move.Fault is null)], 1)[0]);
            Run.Apply(Moves[^1]);
            atEachState?.Invoke();
        }
    }

    public void Dispose() => _rotations.ForEach(rotation => rotation.Dispose());
}
