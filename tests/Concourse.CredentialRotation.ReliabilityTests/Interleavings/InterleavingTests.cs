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
    private static readonly int ComparedOrders = Extent.IsFull ? 1_000 : 12;

    [Test]
    public void TwoRotations_EveryOrder_EndsWholeOnOneOfThem(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool refusesPromotionInPlace)
    {
        var (explorer, violation) = new Exploration(start, refusesPromotionInPlace, WithFault: false).Run();

        TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, {explorer.Ends} of them ends, {explorer.Orders:E2} orders");
        Assert.That(violation, Is.Null);
    }

    [Test]
    public void TwoRotations_EveryOrderWithOneFaultAtAnyCall_IsTornOnlyWhenOneReportsIt(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool refusesPromotionInPlace)
    {
        var (explorer, violation) = new Exploration(start, refusesPromotionInPlace, WithFault: true).Run();

        var calls = explorer.Faults.Select(fault => fault.Step).Distinct().Count();
        TestContext.Out.WriteLine($"{explorer.States} states{(explorer.IsCut ? " (cut)" : "")}, faults at {calls} different calls, {explorer.Ends} ends, {explorer.TornEnds} torn until the next rotation, {explorer.Orders:E2} orders");
        Assert.That(violation, Is.Null);
    }

    /// <summary>A cut exploration can only be compared in the states that it saw; a complete one must also have seen every end.</summary>
    [Test]
    public void Explorer_ComparedWithRandomOrders_SawEveryEndAndWhatComesNext(
        [ValueSource(typeof(StartingState), nameof(StartingState.All))] StartingState start, [Values] bool withFault)
    {
        var (explorer, _) = new Exploration(start, RefusesPromotionInPlace: true, withFault).Run();
        using var scenario = new Scenario(refusesPromotionInPlace: true, "A", "B");
        var random = new Random(7);
        var (knownStates, unseenEnds, differences) = (0, 0, 0);

        for (var i = 0; i < ComparedOrders; i++)
        {
            scenario.RunAtRandom(start, withFault, random, () =>
            {
                var agrees = explorer.Agrees(scenario.Run);
                var isUnseenEnd = agrees is null && scenario.Run.IsOver && !explorer.IsCut;
                knownStates += agrees is null ? 0 : 1;
                unseenEnds += isUnseenEnd ? 1 : 0;
                differences += agrees is false ? 1 : 0;
                if (isUnseenEnd || agrees is false)
                {
                    TestContext.Out.WriteLine($"{(isUnseenEnd ? "unseen end" : "other moves")}: {scenario.Run.Describe()}\n{string.Join('\n', scenario.Moves)}");
                }
            });
        }

        TestContext.Out.WriteLine($"{ComparedOrders} orders, {knownStates} times in a state that the exploration saw{(explorer.IsCut ? " (cut)" : "")}");
        Assert.That((unseenEnds, differences), Is.EqualTo((0, 0)));
    }

    /// <summary>Three rotations have too many orders to run them all. Those of a cut exploration of two rotations all begin alike; these do not.</summary>
    [Test]
    public void RandomOrders_OfTwoOrThreeRotationsWithFaults_KeepTheInvariants([Values(2, 3)] int rotations)
    {
        var seed = Extent.Size("SEED", Environment.TickCount, Environment.TickCount);
        var orders = Extent.Size("ORDERS", sample: 150, full: 12_000);
        var progress = new ProgressLines($"random orders of {rotations} rotations", every: 500, orders);
        var random = new Random(seed);
        using var scenario = new Scenario(refusesPromotionInPlace: true, [.. new[] { "A", "B", "C" }.Take(rotations)]);
        var (withFault, torn) = (0, 0);

        for (var order = 0; order < orders; order++)
        {
            scenario.RunAtRandom(random.GetItems(StartingState.All, 1)[0], withFault: random.Next(3) > 0, random);
            withFault += scenario.Run.HasFault ? 1 : 0;
            torn += Invariants.IsTorn(scenario.Run) ? 1 : 0;
            var description = scenario.Run.Describe();
            Assert.That(Invariants.FindViolation(scenario.Run), Is.Null, $"seed {seed}, order {order}: {description}");
            progress.Count();
        }

        TestContext.Out.WriteLine($"seed {seed}: {orders} orders of {rotations} rotations, {withFault} with a fault, {torn} left torn until the next rotation");
    }
}
