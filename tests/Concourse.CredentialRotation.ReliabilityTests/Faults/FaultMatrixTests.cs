using System.Collections.Concurrent;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests.Faults;

/// <summary>Every kind of fault at every call that a rotation of three accounts makes, over HTTP.</summary>
[CancelAfter(TimeLimits.LongTest)]
[Parallelizable(ParallelScope.Children)]
public sealed class FaultMatrixTests
{
    // In each of the tests that run at the same time. A case mostly waits for back-off and timeouts.
    private const int MaxConcurrentCases = 8;

    private static readonly TimeSpan TimeLeft = TimeSpan.FromSeconds(20);

    private static readonly string[] Accounts = ["a", "b", "c"];

    private static readonly Team Team = Make.Team("team", [.. Accounts.Select(name => Make.Account(name, RotationHarness.RoleArn(name), name is "a" ? 7200 : null))]);

    private static readonly Fault[] Faults = [Fault.Throttled, Fault.ServerError, Fault.AccessDenied, Fault.LostResponse, Fault.NoResponse, Fault.Malformed];

    // What is sent again, so that a single one must make no difference.
    private static readonly Fault[] Transient = [Fault.Throttled, Fault.ServerError, Fault.LostResponse, Fault.NoResponse];

    [Test]
    [Category(Extent.Reliability)]
    public async Task Rotate_FaultAtAnyCall_KeepsTheInvariants([Values("absent", "consistent")] string start, [Values] SecretLayout layout, [ValueSource(nameof(Faults))] Fault fault)
    {
        var positions = await PositionsAsync(start, layout);
        var durations = Enum.GetValues<FaultDuration>().Where(duration => duration is not FaultDuration.SeveralTimes || fault == Fault.Throttled).ToList();
        var all = positions.SelectMany(_ => durations, (position, duration) => (Position: position, Duration: duration));

        // The code does not know how many followers there are, so a fifth of the cases of four secrets is enough.
        var cases = Extent.Cases(layout is SecretLayout.Both ? all.Where((_, i) => i % 5 == 0) : all, SampledOneIn(layout));
        var progress = new ProgressLines($"{fault} at any call, {layout}, from {start}", every: 25, cases.Count);
        var violations = new ConcurrentBag<string>();

        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentCases }, async (each, _) =>
        {
            foreach (var violation in await FindViolationsAsync(start, layout, each.Position, fault, each.Duration))
            {
                violations.Add($"{fault}, {each.Duration}, {each.Position}: {violation}");
            }

            progress.Count();
        });

        TestContext.Out.WriteLine($"{cases.Count} cases at {positions.Count} calls");
        Assert.That(violations, Is.Empty);
    }

    // Numbers that have no factor in common with that of the durations, so that the sample has each of them.
    private static int SampledOneIn(SecretLayout layout) => layout switch
    {
        SecretLayout.Combined => 11,
        SecretLayout.Separate => 23,
        _ => 7,
    };

    private static async Task<IReadOnlyList<Position>> PositionsAsync(string start, SecretLayout layout)
    {
        await using var harness = await StartAsync(start, layout);
        await harness.RotateAsync(Team);
        return Position.FromCalls(harness.Aws.Calls);
    }

    private static async Task<RotationHarness> StartAsync(string start, SecretLayout layout)
    {
        var harness = await RotationHarness.StartAsync(
            options => (options.Layout, options.MinimumAge, options.CallTimeout) = (layout, TimeSpan.Zero, TimeSpan.FromSeconds(2)),
            secretsManager: options => options.PromotionReserve = TimeSpan.FromSeconds(8));
        if (start is "consistent")
        {
            // Without the long duration, so that GetCallerIdentity for it is first called in the rotation under test.
            await harness.RotateAsync(RotationHarness.Team(Accounts));
        }

        harness.Aws.ForgetCalls();
        return harness;
    }

    private static async Task<IReadOnlyList<string>> FindViolationsAsync(string start, SecretLayout layout, Position position, Fault fault, FaultDuration duration)
    {
        List<string> violations = [];
        await using var harness = await StartAsync(start, layout);
        var before = Accounts.ToDictionary(account => account, harness.Session);
        var plan = new FaultPlan(position, fault, duration);
        harness.Aws.Intercept = plan.Intercept;

        // Throttled requests are sent again for as long as there is time.
        var deadline = fault == Fault.Throttled ? TimeProvider.System.GetUtcNow() + TimeLeft : DateTimeOffset.MaxValue;
        var report = await harness.Rotator.RotateAsync(Team, deadline, TestContext.CurrentContext.CancellationToken);

        Check(plan.HasBegun, "the fault never occurred");
        foreach (var outcome in report.Accounts)
        {
            var session = harness.Session(outcome.Account);
            var isFaulted = outcome.Account == position.Account;
            Check(isFaulted || outcome is RotatedOutcome, $"another account was not rotated: {outcome}");
            Check(
                outcome is not RotatedOutcome rotated || (session is not null && harness.ConsistentId(outcome.Account) == rotated.RotationId.ToString()),
                $"reported as rotated, but not whole on its rotation ID: {outcome}");
            Check(
                outcome is not FailedOutcome { MayBeWritten: false } || start is "absent" || session == before[outcome.Account],
                $"reported as failed, but what pipelines read has changed: {outcome}");
            Check(
                start is not "consistent" || session is not null || outcome is TornOutcome,
                $"torn, but not reported as torn: {outcome}");
            Check(
                outcome is not FailedOutcome { MayBeWritten: true } || (layout is SecretLayout.Combined && (start is "absent" || session is not null)),
                $"not known whether it was written, but not whole: {outcome}");
            Check(outcome is not (SupersededOutcome or SkippedOutcome), $"superseded or skipped, but no other rotation ran: {outcome}");
            Check(
                duration is not FaultDuration.Once || !Transient.Contains(fault) || outcome is RotatedOutcome,
                $"a transient fault made a difference: {outcome}");
            Check(
                duration is not FaultDuration.SeveralTimes || fault != Fault.Throttled || outcome is RotatedOutcome,
                $"an account failed because it was throttled several times: {outcome}");
        }

        harness.Aws.Intercept = null;
        var next = await harness.RotateAsync(Team);
        Check(next.Accounts.All(outcome => outcome is RotatedOutcome), $"the next rotation does not repair it: {next.ToJson()}");
        Check(Accounts.All(account => harness.Session(account) is not null && harness.ConsistentId(account) is not null), "not whole after the next rotation");

        violations.AddRange(Leaks.In([report.ToJson(), report.ToString(), .. report.Accounts.Select(outcome => outcome.ToString()), .. harness.Log.Lines, .. harness.Log.Telemetry], harness.Aws.Sts)
            .Select(text => $"a secret is in: {text}"));
        return violations;

        void Check(bool holds, string violation)
        {
            if (!holds)
            {
                violations.Add(violation);
            }
        }
    }
}
