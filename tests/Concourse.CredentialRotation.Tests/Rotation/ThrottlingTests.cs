using System.Collections.Concurrent;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>What AWS throttles is waited for, over HTTP; how long, is in the unit tests.</summary>
public sealed class ThrottlingTests
{
    private const int InARow = 5;

    [TestCase("DescribeSecret", "absent")]
    [TestCase("AssumeRole", "absent")]
    [TestCase("GetCallerIdentity", "absent")]
    [TestCase("CreateSecret", "absent")]
    [TestCase("PutSecretValue", "existing")]
    [TestCase("UpdateSecretVersionStage", "existing")]
    public async Task Rotate_CallThrottledSeveralTimes_IsRotatedAndTellsHowOften(string operation, string set)
    {
        await using var harness = await RotationHarness.StartAsync();
        if (set is "existing")
        {
            harness.WriteAsAnotherTool("lab");
        }

        harness.Aws.Intercept = FirstTimes(operation, InARow, Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"));

        var resources = harness.Aws.Calls.Where(call => call.Operation == operation).GroupBy(call => call.Resource).ToList();
        Assert.That(report.Accounts.Single(), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(report.ThrottledRequests, Is.EqualTo(InARow * resources.Count), "every throttled attempt reaches the rotation");
        Assert.That(report.ThrottledWait, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(harness.Log.Lines, Has.One.StartsWith($"Team team: AWS throttled {report.ThrottledRequests} requests;"));
    }

    [Test]
    public async Task Rotate_SetThatIsScheduledForDeletionAndRestoringIsThrottled_IsRotated()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));
        harness.Aws.Intercept = FirstTimes("RestoreSecret", InARow, Fault.Throttled);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_NothingThrottled_SaysSo()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"));

        Assert.That((report.ThrottledRequests, report.ThrottledWait), Is.EqualTo((0, TimeSpan.Zero)));
        Assert.That(harness.Log.Lines, Has.None.Contains("throttled"));
    }

    // Without a look at the set, a promoted leader would be taken for one that was never promoted.
    [Test]
    public async Task Rotate_LeadersMoveIsLostAndThenThrottled_LooksAtTheSetAndGoesOn()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ThrottledDelay = TimeSpan.FromHours(1));
        harness.WriteAsAnotherTool("lab");
        var leader = RotationHarness.Name("lab", "access-key");
        var moves = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation is "UpdateSecretVersionStage" && call.Resource == leader
                ? Interlocked.Increment(ref moves) switch { 1 => Fault.LostAnswer, 2 => Fault.Throttled, _ => null }
                : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(moves, Is.EqualTo(2));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_FollowersMoveThrottled_IsNotLookedAtBeforeItIsSentAgain()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ThrottledDelay = TimeSpan.FromHours(1));
        harness.WriteAsAnotherTool("lab");
        var tries = new ConcurrentDictionary<string, int>();
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation is "UpdateSecretVersionStage" && call.Resource != RotationHarness.Name("lab", "access-key")
                && tries.AddOrUpdate(call.Resource, 1, (_, count) => count + 1) <= InARow
                ? Fault.Throttled
                : null);

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
        Assert.That(harness.Aws.Calls.Count(call => call.Operation is "DescribeSecret"), Is.EqualTo(3), "the inspection's");
    }

    [Test]
    public async Task Rotate_LimitOfVersionsReached_IsNotTakenForThrottling()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        var limit = new Fault.Refused("limit", "LimitExceededException", "You've reached the maximum number of versions.");
        harness.Aws.Intercept = (call, _) => Task.FromResult<Fault?>(call.Operation is "PutSecretValue" ? limit : null);

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains("LimitExceededException"));
        Assert.That(report.ThrottledRequests, Is.Zero);
    }

    [TestCase("AssumeRole", RotationStep.Assume)]
    [TestCase("PutSecretValue", RotationStep.Stage)]
    [TestCase("UpdateSecretVersionStage", RotationStep.Stage)]
    public async Task Rotate_ThrottledUntilThePromotionReserve_FailsWithThatReasonAndTouchesNothing(string operation, RotationStep step)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.PromotionReserve = TimeSpan.FromMinutes(5));
        harness.WriteAsAnotherTool("lab");
        harness.Aws.Intercept = FirstTimes(operation, int.MaxValue, Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(
            RotationHarness.Team("lab"), TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(step)
            .And.Property("Message").Contains("Rate exceeded")
            .And.Property("Message").Contains("AWS throttled the request until there was no time left"));
        Assert.That(RotationHarness.Parts.Select(part => harness.Secrets.Read(RotationHarness.Name("lab", part))), Is.EqualTo(RotationHarness.Parts.Select(part => $"old {part}")));
    }

    [Test]
    public async Task Rotate_ThrottledBeforeAnythingIsWritten_StartsAgainWithANewSessionWhenItIsItsTurn()
    {
        await using var harness = await RotationHarness.StartAsync();
        var team = RotationHarness.Team([.. Enumerable.Range(0, 6).Select(i => $"lab{i}")]);
        foreach (var account in team.Accounts)
        {
            harness.WriteAsAnotherTool(account.Name);
        }

        harness.Aws.Intercept = FirstTimes("PutSecretValue", 1, Fault.Throttled);

        var report = await harness.Rotator.RotateAsync(team);

        Assert.That(report.Accounts, Has.Exactly(6).TypeOf<RotatedOutcome>());
        Assert.That(harness.Aws.Sts.Sessions, Has.Count.GreaterThan(6));
        Assert.That(harness.Secrets.VersionIds(RotationHarness.Name("lab5", "access-key")), Has.Count.EqualTo(2), "nothing was staged in vain");
    }

    [Test]
    public async Task Rotate_QuotaAdmitsOnlySomeAccountsInTime_TheRetrySkipsThemAndDoesTheRest()
    {
        const int putsOfTenAccounts = 30;
        await using var harness = await RotationHarness.StartAsync(options => options.PromotionReserve = TimeSpan.FromMinutes(5));
        var team = RotationHarness.Team([.. Enumerable.Range(0, 30).Select(i => $"lab{i}")]);
        foreach (var account in team.Accounts)
        {
            harness.WriteAsAnotherTool(account.Name);
        }

        var puts = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "PutSecretValue" && Interlocked.Increment(ref puts) > putsOfTenAccounts ? Fault.Throttled : null);
        var first = await harness.Rotator.RotateAsync(team, TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(3), CancellationToken.None);
        harness.Aws.Intercept = null;

        var second = await harness.Rotator.RotateAsync(team);

        Assert.That(first.Accounts, Has.Some.TypeOf<RotatedOutcome>());
        Assert.That(first.Accounts.Where(outcome => !outcome.Succeeded), Is.Not.Empty.And.All.TypeOf<FailedOutcome>());
        Assert.That(second.Succeeded, Is.True);
        Assert.That(second.Accounts.Where((_, i) => first.Accounts[i].Succeeded), Is.All.TypeOf<SkippedOutcome>());
    }

    private static Func<AwsCall, CancellationToken, Task<Fault?>> FirstTimes(string operation, int times, Fault fault)
    {
        var counts = new ConcurrentDictionary<string, int>();
        return (call, _) => Task.FromResult(
            call.Operation == operation && counts.AddOrUpdate(call.Resource, 1, (_, count) => count + 1) <= times ? fault : null);
    }
}
