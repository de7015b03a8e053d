namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>Many teams at the same moment, on one quota of 50 writes a second. `make fleet` measures the same with real processes.</summary>
public sealed class FleetTests
{
    public enum FleetCase
    {
        FortyOfFive,
        FortyOfFiveAbsent,
        AHundredOfTwo,
        TenOfFifty,
    }

    private const int MaxMixed = 8;
    private const double MaxMixedOnAverage = 2;

    [Test]
    public void Rotate_ManyTeamsAtOnce_AllRotateAtTheFirstTry(
        [Values] FleetCase fleetCase, [Range(1, 2)] int seed)
    {
        var (teams, accounts, isAbsent, maxRatio) = fleetCase switch
        {
            FleetCase.FortyOfFive => (40, 5, false, 1.3),
            FleetCase.FortyOfFiveAbsent => (40, 5, true, 1.0),
            FleetCase.AHundredOfTwo => (100, 2, false, 1.3),
            _ => (10, 50, false, 1.1),
        };
        using var fleet = SimulatedFleet.Run(teams, accounts, isAbsent, seed);

        TestContext.Out.WriteLine($"{teams} teams of {accounts}, {(isAbsent ? "absent" : "existing")}: {fleet}");
        Assert.That(fleet.Outcomes, Has.Exactly(teams * accounts).TypeOf<RotatedOutcome>());
        Assert.That(fleet.Mixed.Max, Is.LessThanOrEqualTo(MaxMixed));
        Assert.That(fleet.Mixed.Average, Is.LessThanOrEqualTo(MaxMixedOnAverage));
        Assert.That(fleet.Elapsed / fleet.Floor, Is.LessThanOrEqualTo(maxRatio));
    }

    [Test]
    [Explicit("Minutes: make reliability.")]
    public void Rotate_FiveThousandAccountsAtOnce_AllRotateAtTheFirstTry()
    {
        using var fleet = SimulatedFleet.Run(teams: 500, accounts: 10);

        TestContext.Out.WriteLine($"500 teams of 10: {fleet}");
        Assert.That(fleet.Outcomes, Has.Exactly(5000).TypeOf<RotatedOutcome>());
        Assert.That(fleet.Elapsed / fleet.Floor, Is.LessThanOrEqualTo(1.05));
    }
}
