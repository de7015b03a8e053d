using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Throttled requests are sent again, over HTTP; how long a rotation waits is in the tests of Throttling.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ThrottlingTests
{
    private const int Times = 5;

    [TestCase("DescribeSecret", "absent")]
    [TestCase("AssumeRole", "absent")]
    [TestCase("GetCallerIdentity", "absent")]
    [TestCase("CreateSecret", "absent")]
    [TestCase("PutSecretValue", "existing")]
    [TestCase("UpdateSecretVersionStage", "existing")]
    public async Task Rotate_CallThrottledSeveralTimes_RotatesAndCountsTheRequests(string operation, string set)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (set is "existing")
        {
            harness.WriteAsAnotherTool("lab");
        }

        harness.Aws.On(operation).PerResource().First(Times).Respond(Fault.Throttled);

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        var resources = harness.Aws.Calls.Where(call => call.Operation == operation).GroupBy(call => call.Resource).ToList();
        Assert.That(report.Accounts.Single(), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(report.ThrottledRequests, Is.EqualTo(Times * resources.Count), "every throttled attempt reaches the rotation");
        Assert.That(report.ThrottledWait, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(harness.Log.Lines, Has.One.StartsWith($"Team team: AWS throttled {report.ThrottledRequests} requests;"));
    }

    [Test]
    public async Task Rotate_RestoreThrottled_IsRotated()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.On("RestoreSecret").First(Times).Respond(Fault.Throttled);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_NothingThrottled_ReportsNone()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That((report.ThrottledRequests, report.ThrottledWait), Is.EqualTo((0, TimeSpan.Zero)));
        Assert.That(harness.Log.Lines, Has.None.Contains("throttled"));
    }

    // Without reading the set, a promoted leader would be taken for one that was never promoted.
    [Test]
    public async Task Rotate_ResponseToTheLeadersPromotionLostAndThenThrottled_ReadsTheSetAndGoesOn()
    {
        await using var harness = await RotationHarness.StartAsync(timings: timings => timings with { ThrottledDelay = TimeSpan.FromHours(1) });
        harness.WriteAsAnotherTool("lab");
        var leader = RotationHarness.Name("lab", "access-key");
        harness.Aws.On("UpdateSecretVersionStage", leader).Nth(1).Respond(Fault.LostResponse);
        harness.Aws.On("UpdateSecretVersionStage", leader).Nth(2).Respond(Fault.Throttled);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "UpdateSecretVersionStage" && call.Resource == leader), Is.EqualTo(2));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_FollowersPromotionThrottled_IsSentAgainWithoutReadingTheSet()
    {
        await using var harness = await RotationHarness.StartAsync(timings: timings => timings with { ThrottledDelay = TimeSpan.FromHours(1) });
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(call => call.Operation is "UpdateSecretVersionStage" && call.Resource != RotationHarness.Name("lab", "access-key"))
            .PerResource().First(Times).Respond(Fault.Throttled);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "DescribeSecret"), Is.EqualTo(4), "the inspection's, and the one for a secret that might have been left behind");
    }

    [Test]
    public async Task Rotate_LimitOfVersionsReached_IsNotTakenForThrottling()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        var limit = new Fault.Refused("limit", "LimitExceededException", "You've reached the maximum number of versions.");
        harness.Aws.On("PutSecretValue").Respond(limit);

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("LimitExceededException"));
        Assert.That(report.ThrottledRequests, Is.Zero);
    }

    [TestCase("AssumeRole", RotationStep.Assume)]
    [TestCase("PutSecretValue", RotationStep.Stage)]
    [TestCase("UpdateSecretVersionStage", RotationStep.Stage)]
    public async Task Rotate_ThrottledUntilThePromotionReserve_FailsWithThatReasonAndPromotesNothing(string operation, RotationStep step)
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.PromotionReserve = TimeSpan.FromMinutes(5));
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(operation).Respond(Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(
            RotationHarness.Team("lab"), TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1), CancellationToken.None);

        var failed = report.Accounts.Single().As<FailedOutcome>();
        Assert.That(failed.Step, Is.EqualTo(step));
        Assert.That(failed.Error.Message, Does.Contain("Rate exceeded").And.Contain("AWS throttled the request until time ran out"));
        Assert.That(RotationHarness.Parts.Select(part => harness.Secrets.Read(RotationHarness.Name("lab", part))), Is.EqualTo(RotationHarness.Parts.Select(part => $"old {part}")));
    }

    [Test]
    public async Task Rotate_ThrottledBeforeAnythingIsWritten_IsPostponedAndAssumesTheRoleAgain()
    {
        await using var harness = await RotationHarness.StartAsync();
        var team = RotationHarness.Team([.. Enumerable.Range(0, 6).Select(i => $"lab{i}")]);
        foreach (var account in team.Accounts)
        {
            harness.WriteAsAnotherTool(account.Name);
        }

        harness.Aws.On("PutSecretValue").PerResource().First(1).Respond(Fault.Throttled);

        var report = await harness.RotateAsync(team);

        Assert.That(report.Accounts, Has.Exactly(6).TypeOf<RotatedOutcome>());
        Assert.That(harness.Aws.Sts.Sessions, Has.Count.GreaterThan(6));
        Assert.That(harness.Secrets.VersionIds(RotationHarness.Name("lab5", "access-key")), Has.Count.EqualTo(2), "nothing was staged in vain");
    }

    [Test]
    public async Task Rotate_QuotaAdmitsOnlySomeAccountsInTime_RetryRotatesOnlyTheRest()
    {
        const int putsOfTenAccounts = 30;
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.PromotionReserve = TimeSpan.FromMinutes(5));
        var team = RotationHarness.Team([.. Enumerable.Range(0, 30).Select(i => $"lab{i}")]);
        foreach (var account in team.Accounts)
        {
            harness.WriteAsAnotherTool(account.Name);
        }

        harness.Aws.On("PutSecretValue").After(putsOfTenAccounts).Respond(Fault.Throttled);
        var first = await harness.Rotator.RotateAsync(team, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(3), CancellationToken.None);
        harness.Aws.ClearRules();

        var second = await harness.RotateAsync(team);

        Assert.That(first.Accounts, Has.Some.TypeOf<RotatedOutcome>());
        Assert.That(first.Accounts.Where(outcome => !outcome.Succeeded), Is.Not.Empty.And.All.TypeOf<FailedOutcome>());
        Assert.That(second.Succeeded, Is.True);
        Assert.That(second.Accounts.Where((_, i) => first.Accounts[i].Succeeded), Is.All.TypeOf<SkippedOutcome>());
    }
}
