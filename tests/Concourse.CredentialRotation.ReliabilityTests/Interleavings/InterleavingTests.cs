using System.Diagnostics;
using System.Globalization;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Real rotations of one set, in every order of their calls. Two environment variables say after how many orders a case is cut: ORDERS
/// without trouble, TROUBLED_ORDERS for each call at which there is trouble. `make reliability` sets them high.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class InterleavingTests
{
    private const int MostRandomOrders = 2000;

    private static readonly int Limit = Setting("ORDERS", 400);
    private static readonly int TroubledLimit = Setting("TROUBLED_ORDERS", 10);
    private static readonly TimeSpan RandomTime = TimeSpan.FromMinutes(1);

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
            broken = explorer.Explore(TroubledLimit);
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

    [Test]
    public void ThreeRotations_RandomOrdersAndTroubles_KeepThePromises()
    {
        var seed = Setting("SEED", Environment.TickCount);
        var dice = new Random(seed);
        using var world = new World(refusesPromotionInPlace: true, "A", "B", "C");
        var steps = new HashSet<Step>();
        string? broken = null;
        var (orders, torn, watch) = (0, 0, Stopwatch.StartNew());

        for (; broken is null && watch.Elapsed < RandomTime; orders++)
        {
            var trouble = steps.Count == 0 || dice.Next(3) == 0 ? null : new Trouble(dice.GetItems([.. steps.Order()], 1)[0], dice.GetItems(Enum.GetValues<TroubleKind>(), 1)[0]);
            world.Run.Start(dice.GetItems(StartingState.All, 1)[0], trouble);
            while (world.Run.Enabled is { Count: > 0 } enabled)
            {
                steps.UnionWith(enabled.Select(call => call.Step));
                world.Run.Let(enabled[dice.Next(enabled.Count)]);
            }

            torn += world.Run.IsTorn ? 1 : 0;
            broken = world.Run.BrokenPromise() is { } promise ? $"{promise}: {trouble}\n{world.Run.Describe()}" : null;
        }

        TestContext.Out.WriteLine($"seed {seed}: {orders} orders of three rotations, {torn} left torn until the next rotation");
        Assert.That(broken, Is.Null, $"seed {seed}, order {orders}");
    }

    private static int Setting(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

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
