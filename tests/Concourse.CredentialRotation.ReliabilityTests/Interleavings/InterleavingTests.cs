using System.Globalization;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Real rotations of one set, in every order of their calls. A case is cut after ORDERS orders (an environment variable), which the
/// long run of `make reliability` sets so high that none is.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class InterleavingTests
{
    private const int MostRandomOrders = 2000;

    private static readonly int Limit = int.Parse(Environment.GetEnvironmentVariable("ORDERS") ?? "400", CultureInfo.InvariantCulture);

    [Test]
    public void TwoRotations_EveryOrder_EndsWholeOnOneOfThem(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool refusesPromotionInPlace)
    {
        using var world = new World(refusesPromotionInPlace, "A", "B");
        var explorer = new Explorer(world.Run, start, trouble: null);

        var broken = explorer.Explore(Limit);

        TestContext.Out.WriteLine($"{explorer.Schedules} orders{(explorer.IsCut ? " (cut)" : "")}, {explorer.Steps.Count} different calls");
        Assert.That(broken, Is.Null);
    }

    [Test]
    public void TwoRotations_EveryOrderAndOneTroubleAtAnyCall_IsTornOnlyWhenOneSaysSo(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] TroubleKind kind)
    {
        using var world = new World(refusesPromotionInPlace: true, "A", "B");
        var untroubled = new Explorer(world.Run, start, trouble: null);
        var broken = untroubled.Explore(Limit);
        var (orders, torn, cut, calls) = (0, 0, 0, untroubled.Steps.Where(step => step.Rotation is "A").Order().ToList());

        foreach (var at in calls.TakeWhile(_ => broken is null))
        {
            var explorer = new Explorer(world.Run, start, new Trouble(at, kind));
            broken = explorer.Explore(Limit / 40);
            (orders, torn, cut) = (orders + explorer.Schedules, torn + explorer.Torn, cut + (explorer.IsCut ? 1 : 0));
        }

        TestContext.Out.WriteLine($"{orders} orders with trouble at one of {calls.Count} calls ({cut} calls cut), {torn} left torn until the next rotation");
        Assert.That(broken, Is.Null);
    }

    [Test]
    public void Explorer_ComparedWithRandomOrders_FindsEveryEnding([ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start)
    {
        using var world = new World(refusesPromotionInPlace: true, "A", "B");
        var explorer = new Explorer(world.Run, start, trouble: null);
        Assert.That(explorer.Explore(Limit), Is.Null);
        Assume.That(explorer.IsCut, Is.False, "only a complete exploration can be compared");

        var dice = new Random(7);
        var endings = Enumerable.Range(0, Math.Min(Limit, MostRandomOrders)).Select(_ =>
        {
            world.Run.Start(start, trouble: null);
            while (world.Run.Enabled is { Count: > 0 } enabled)
            {
                world.Run.Let(enabled[dice.Next(enabled.Count)]);
            }

            return world.Run.Ending;
        }).ToHashSet();

        Assert.That(endings, Is.SubsetOf(explorer.Endings));
    }

    private sealed class World : IDisposable
    {
        private readonly List<SteppedRotation> _rotations;

        public World(bool refusesPromotionInPlace, params string[] names)
        {
            var aws = new AwsStandIn(TimeProvider.System);
            aws.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;
            _rotations = [.. names.Select(name => new SteppedRotation(name, aws))];
            Run = new Run(aws, _rotations);
        }

        public Run Run { get; }

        public void Dispose() => _rotations.ForEach(rotation => rotation.Dispose());
    }
}
