using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Real rotations of one set, in every order of their calls. Two environment variables say after how many orders a case is cut: ORDERS
/// without trouble, TROUBLED_ORDERS for each call at which there is trouble; where it is cut, RANDOM_ORDERS follow.
/// `make reliability` sets them high.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class InterleavingTests
{
    private const int MostRandomOrders = 2000;

    private static readonly int Limit = Setting("ORDERS", 400);
    private static readonly int TroubledLimit = Setting("TROUBLED_ORDERS", 0);
    private static readonly int RandomOrders = Setting("RANDOM_ORDERS", 20);
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Step>>> CallsOfA = new();
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
    public void TwoRotations_OneTroubleAtAnyCall_IsTornOnlyWhenOneSaysSo(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] TroubleKind kind)
    {
        using var world = new World(refusesPromotionInPlace: true, "A", "B");
        var calls = CallsOfA.GetOrAdd(start.Name, _ => new(() => Explore(start))).Value;
        var dice = new Random(7);
        var (complete, random, torn, whole, broken) = (0, 0, 0, 0, (string?)null);

        foreach (var at in calls.TakeWhile(_ => broken is null))
        {
            var trouble = new Trouble(at, kind);
            var explorer = new Explorer(world.Run, start, trouble);
            broken = explorer.Explore(TroubledLimit);
            (complete, torn, whole) = (complete + explorer.Schedules, torn + explorer.Torn, whole + (explorer.IsCut ? 0 : 1));

            // A cut exploration has only varied the end of the runs.
            for (var i = 0; explorer.IsCut && i < RandomOrders && broken is null; i++, random++)
            {
                broken = world.RunAtRandom(start, trouble, dice);
                torn += world.WasTorn ? 1 : 0;
            }
        }

        TestContext.Out.WriteLine($"trouble at each of {calls.Count} calls: every order for {whole} of them; {complete} orders, {random} more at random, {torn} left torn until the next rotation");
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
        var endings = new HashSet<string>();
        for (var i = 0; i < Math.Min(Limit, MostRandomOrders); i++)
        {
            Assert.That(world.RunAtRandom(start, trouble: null, dice), Is.Null);
            endings.Add(world.Run.Ending);
        }

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
            broken = world.RunAtRandom(dice.GetItems(StartingState.All, 1)[0], trouble, dice, steps);
            torn += world.WasTorn ? 1 : 0;
        }

        TestContext.Out.WriteLine($"seed {seed}: {orders} orders of three rotations, {torn} left torn until the next rotation");
        Assert.That(broken, Is.Null, $"seed {seed}, order {orders}");
    }

    /// <summary>Every call that one of two rotations makes in any order that is explored.</summary>
    private static IReadOnlyList<Step> Explore(StartingState start)
    {
        using var world = new World(refusesPromotionInPlace: true, "A", "B");
        var explorer = new Explorer(world.Run, start, trouble: null);
        explorer.Explore(Limit);
        return [.. explorer.Steps.Where(step => step.Rotation is "A").Order()];
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

        public string? RunAtRandom(StartingState start, Trouble? trouble, Random dice, HashSet<Step>? steps = null)
        {
            Run.Start(start, trouble);
            while (Run.Enabled is { Count: > 0 } enabled)
            {
                steps?.UnionWith(enabled.Select(call => call.Step));
                Run.Let(enabled[dice.Next(enabled.Count)]);
            }

            // Looked at first: to see whether the next rotation mends it, it is run.
            WasTorn = Run.IsTorn;
            return Run.BrokenPromise() is { } promise ? $"{promise}: from {start}, {trouble}\n{Run.Describe()}" : null;
        }

        public bool WasTorn { get; private set; }

        public void Dispose() => _rotations.ForEach(rotation => rotation.Dispose());
    }
}
