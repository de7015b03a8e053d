using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Real rotations of one set, in every order of their calls. The environment variable STATES says after how many states an exploration is
/// cut; the default is enough for all without trouble and for the beginning of those with it, `make reliability` for all.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class InterleavingTests
{
    private const int ComparedOrders = 1000;

    private static readonly TimeSpan RandomTime = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<(StartingState, bool Refuses, bool WithTrouble), Lazy<(Explorer Explorer, string? Broken)>> Explorations = [];

    [Test]
    public void TwoRotations_EveryOrder_EndsWholeOnOneOfThem(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool refusesPromotionInPlace)
    {
        var (explorer, broken) = Explored(start, refusesPromotionInPlace, withTrouble: false);

        TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, {explorer.Ends} of them ends, {explorer.Orders:E2} orders");
        Assert.That(broken, Is.Null);
    }

    [Test]
    public void TwoRotations_EveryOrderWithOneTroubleAtAnyCall_IsTornOnlyWhenOneSaysSo(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool refusesPromotionInPlace)
    {
        var (explorer, broken) = Explored(start, refusesPromotionInPlace, withTrouble: true);

        var calls = explorer.Troubles.Select(trouble => trouble.Step).Distinct().Count();
        TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, trouble at {calls} different calls, {explorer.Ends} ends, {explorer.TornEnds} torn until the next rotation, {explorer.Orders:E2} orders");
        Assert.That(broken, Is.Null);
    }

    [Test]
    public void Explorer_ComparedWithRandomOrders_SawEveryEndAndWhatComesNext(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool withTrouble)
    {
        var (explorer, _) = Explored(start, refusesPromotionInPlace: true, withTrouble);
        if (explorer.IsCut)
        {
            Assert.Ignore("Only a complete exploration can be compared: make reliability.");
        }

        using var world = new World(refusesPromotionInPlace: true, "A", "B");
        var (dice, states, unseenEnds, others) = (new Random(7), 0, 0, 0);
        for (var i = 0; i < ComparedOrders; i++)
        {
            world.RunAtRandom(start, withTrouble, dice, () =>
            {
                var agrees = explorer.Agrees(world.Run);
                states += agrees is null ? 0 : 1;
                unseenEnds += agrees is null && world.Run.IsOver ? 1 : 0;
                others += agrees is false ? 1 : 0;
            });
        }

        TestContext.Out.WriteLine($"{ComparedOrders} orders, {states} times in a state that the exploration saw");
        Assert.That((unseenEnds, others), Is.EqualTo((0, 0)));
    }

    [Test]
    public void ThreeRotations_RandomOrdersAndTroubles_KeepThePromises()
    {
        var seed = Setting("SEED", Environment.TickCount);
        var dice = new Random(seed);
        using var world = new World(refusesPromotionInPlace: true, "A", "B", "C");
        string? broken = null;
        var (orders, troubled, torn, watch) = (0, 0, 0, Stopwatch.StartNew());

        for (; broken is null && watch.Elapsed < RandomTime; orders++)
        {
            world.RunAtRandom(dice.GetItems(StartingState.All, 1)[0], withTrouble: dice.Next(3) > 0, dice);
            troubled += world.Run.IsTroubled ? 1 : 0;
            torn += Promises.IsTorn(world.Run) ? 1 : 0;
            var description = world.Run.Describe();
            broken = Promises.Broken(world.Run) is { } promise ? $"{promise}: {description}" : null;
        }

        TestContext.Out.WriteLine($"seed {seed}: {orders} orders of three rotations, {troubled} with trouble, {torn} left torn until the next rotation");
        Assert.That(broken, Is.Null, $"seed {seed}, order {orders}");
    }

    private static (Explorer Explorer, string? Broken) Explored(StartingState start, bool refusesPromotionInPlace, bool withTrouble) =>
        Explorations.GetOrAdd((start, refusesPromotionInPlace, withTrouble), _ => new(() =>
        {
            using var world = new World(refusesPromotionInPlace, "A", "B");
            var explorer = new Explorer(world.Run, start, withTrouble);
            return (explorer, explorer.Explore(Setting("STATES", withTrouble ? 2000 : 8000)));
        })).Value;

    private static int Setting(string name, int otherwise) =>
        int.Parse(Environment.GetEnvironmentVariable(name) ?? otherwise.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private sealed class World : IDisposable
    {
        private readonly List<SteppedRotation> _rotations;

        public World(bool refusesPromotionInPlace, params string[] names)
        {
            var aws = new AwsStandIn(TimeProvider.System) { Policy = ModulePolicy.Read() };
            aws.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;
            _rotations = [.. names.Select(name => new SteppedRotation(name, aws))];
            Run = new Run(aws, _rotations);
        }

        public Run Run { get; }

        public void RunAtRandom(StartingState start, bool withTrouble, Random dice, Action? atEachState = null)
        {
            const int callsOfARun = 40;
            Run.Start(start);
            while (!Run.IsOver)
            {
                Run.Let(dice.GetItems([.. Run.Moves(withTrouble && dice.Next(callsOfARun) == 0)], 1)[0]);
                atEachState?.Invoke();
            }
        }

        public void Dispose() => _rotations.ForEach(rotation => rotation.Dispose());
    }
}
