using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Fleet;

/// <summary>
/// Many teams at the same moment, on one quota of 50 writes a second. `make fleet` measures the same with real processes. The environment
/// variable TEAMS says how many teams the large fleet has; 500 take ten minutes of virtual time.
/// </summary>
[Category(Extent.Reliability)]
public sealed class FleetTests
{
    public enum FleetCase
    {
        FortyOfFive,
        FortyOfFiveAbsent,
        AHundredOfTwo,
        TenOfFifty,
        FortyOfFiveCombined,
    }

    private const int MaxMixed = 8;
    private const double MaxMixedOnAverage = 2;

    private static readonly IReadOnlyList<int> Seeds = Extent.Cases([1, 2], oneIn: 2);

    [Test]
    public void Rotate_ManyTeamsAtOnce_AllRotateOnTheFirstAttempt(
        [Values] FleetCase fleetCase, [ValueSource(nameof(Seeds))] int seed)
    {
        var layout = fleetCase is FleetCase.FortyOfFiveCombined ? SecretLayout.Combined : SecretLayout.Separate;
        var (teams, accounts, isAbsent, maxRatio) = fleetCase switch
        {
            FleetCase.FortyOfFive => (40, 5, false, 1.3),
            FleetCase.FortyOfFiveAbsent => (40, 5, true, 1.0),
            FleetCase.AHundredOfTwo => (100, 2, false, 1.3),
            FleetCase.TenOfFifty => (10, 50, false, 1.1),

            // The quota is enough for all writes within three seconds, of which back-off is a large part.
            _ => (40, 5, false, 2.5),
        };
        using var fleet = SimulatedFleet.Run(teams, accounts, isAbsent, layout, seed);

        TestContext.Out.WriteLine($"{teams} teams of {accounts}, {layout}, {(isAbsent ? "absent" : "existing")}: {fleet}");
        Assert.That(fleet.Outcomes, Has.Exactly(teams * accounts).TypeOf<RotatedOutcome>());
        Assert.That(fleet.Mixed.Max, Is.LessThanOrEqualTo(MaxMixed));
        Assert.That(fleet.Mixed.Average, Is.LessThanOrEqualTo(MaxMixedOnAverage));
        Assert.That(fleet.Elapsed / fleet.MinDuration, Is.LessThanOrEqualTo(maxRatio));
    }

    [Test]
    public void Rotate_LargeFleetAtOnce_AllRotateOnTheFirstAttempt()
    {
        var teams = Extent.Size("TEAMS", sample: 50, full: 500);
        using var fleet = SimulatedFleet.Run(teams, accounts: 10);

        TestContext.Out.WriteLine($"{teams} teams of 10: {fleet}");
        Assert.That(fleet.Outcomes, Has.Exactly(teams * 10).TypeOf<RotatedOutcome>());
        // What the last account waits for weighs more in a small fleet.
        Assert.That(fleet.Elapsed / fleet.MinDuration, Is.LessThanOrEqualTo(teams >= 500 ? 1.05 : 1.15));
    }
}
