using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// Real rotations of one set, in every order of their calls. The environment variable STATES says after how many states an exploration is
/// cut, and ORDERS how many random orders are run.
/// </summary>
[Category(Extent.Reliability)]
[Parallelizable(ParallelScope.Children)]
public sealed class InterleavingTests
{
    private static readonly int ComparedOrders = Extent.IsFull ? 300 : 12;

    [Test]
    public void TwoRotations_EveryOrder_EndsWholeOnOneOfThem([ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start)
    {
        var explored = new Exploration(start, WithFault: false).Run();

        foreach (var (explorer, _) in explored)
        {
            TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, {explorer.Ends} of them ends, {explorer.Orders:E2} orders");
        }

        Assert.That(explored.Select(exploration => exploration.Violation), Is.All.Null);
    }

    [Test]
    public void TwoRotations_EveryOrderWithOneFaultAtAnyCall_IsTornOnlyWhenOneReportsIt([ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start)
    {
        var explored = new Exploration(start, WithFault: true).Run();

        foreach (var (explorer, _) in explored)
        {
            var calls = explorer.Faults.Select(fault => fault.Step).Distinct().Count();
            TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, faults at {calls} different calls, {explorer.Ends} ends, {explorer.TornEnds} torn until the next rotation, {explorer.Orders:E2} orders");
        }

        Assert.That(explored.Select(exploration => exploration.Violation), Is.All.Null);
    }

    /// <summary>
    /// A cut exploration can only be compared in the states that it saw. A complete one must also have seen every end, and every state between the moves
    /// that it tries.
    /// </summary>
    [Test]
    public void Explorer_ComparedWithRandomOrders_SawEveryStateAndWhatComesNext(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool withFault)
    {
        var explorer = new Exploration(start, withFault).Run()[0].Explorer;
        using var scenario = new Scenario("A", "B");
        var random = new Random(7);
        var (known, unseen, differences) = (0, 0, 0);

        for (var i = 0; i < ComparedOrders; i++)
        {
            var isSufficient = i % 2 == 0;
            scenario.RunAtRandom(start, withFault, random, Compare, isSufficient);

            void Compare()
            {
                var agrees = explorer.Agrees(scenario.Run);
                var isMissing = agrees is null && !explorer.IsCut && (isSufficient || scenario.Run.IsOver);
                known += agrees is null ? 0 : 1;
                unseen += isMissing ? 1 : 0;
                differences += agrees is false ? 1 : 0;
                if (isMissing || agrees is false)
                {
                    TestContext.Out.WriteLine($"{(isMissing ? "unseen state" : "other moves")}: {scenario.Run.Describe()}\n{string.Join('\n', scenario.Moves)}");
                }
            }
        }

        TestContext.Out.WriteLine($"{ComparedOrders} orders, {known} times in a state that the exploration saw{(explorer.IsCut ? " (cut)" : "")}");
        Assert.That((unseen, differences), Is.EqualTo((0, 0)));
    }

    /// <summary>Three rotations have too many orders to run them all. The orders of a cut exploration all begin alike; these do not.</summary>
    [Test]
    public void RandomOrders_OfTwoOrThreeRotationsWithFaults_KeepTheInvariants([Values(2, 3)] int rotations)
    {
        var seed = Extent.Size("SEED", Environment.TickCount, Environment.TickCount);
        var orders = Extent.Size("ORDERS", sample: 150, full: 12_000);
        var progress = new ProgressLines($"random orders of {rotations} rotations", every: 500, orders);
        var random = new Random(seed);
        using var scenario = new Scenario([.. new[] { "A", "B", "C" }.Take(rotations)]);
        var (withFault, torn) = (0, 0);

        for (var order = 0; order < orders; order++)
        {
            scenario.RunAtRandom(random.GetItems(StartingState.All, 1)[0], withFault: random.Next(3) > 0, random);
            withFault += scenario.Run.HasFault ? 1 : 0;
            torn += Invariants.IsTorn(scenario.Run) ? 1 : 0;
            var description = scenario.Run.Describe();
            Assert.That(scenario.Run.Rotations.Any(rotation => Invariants.Leaks(scenario.Run, rotation)), Is.False, $"seed {seed}, order {order}");
            Assert.That(Invariants.FindViolation(scenario.Run), Is.Null, $"seed {seed}, order {order}: {description}");
            progress.Count();
        }

        TestContext.Out.WriteLine($"seed {seed}: {orders} orders of {rotations} rotations, {withFault} with a fault, {torn} left torn until the next rotation");
    }
}
