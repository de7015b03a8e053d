using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>The protocol's plain failures; every fault at every call is in the reliability tests.</summary>
public sealed class FailureTests
{
    [Test]
    public async Task Rotate_RoleDenied_FailsThatAccountAndRotatesTheOthers()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("denied"), new LocalRole(IsDenied: true));

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("one", "denied", "two"));

        Assert.That(report.Succeeded, Is.False);
        Assert.That(report.Accounts.Select(account => account.Kind), Is.EqualTo(new[] { "rotated", "failed", "rotated" }));
        Assert.That(report.Accounts[1], Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(RotationStep.Assume)
            .And.Property("Message").Contains("trust policy of arn:aws:iam::123456789999:role/denied")
            .And.Property("Message").Contains("'concourse/team'"));
        Assert.That(harness.Secrets.Names, Has.None.Contains("denied"));
    }

    [TestCase("arn:aws:iam::123456789999:role/other", "assumed-role/other/")]
    [TestCase("arn:aws:iam::123456789998:role/lab", "::123456789998:assumed-role/lab/")]
    public async Task Rotate_SessionIsOfAnotherRole_FailsBeforeAnyWrite(string answeredArn, string named)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(AnsweredArn: answeredArn));

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(RotationStep.Verify)
            .And.Property("Message").Contains(named));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_SessionLongerThanTheRoleAllows_FailsWithTheReason()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(MaxSessionDuration: 3600));

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").Contains("MaxSessionDuration").And.Property("Message").Not.Contains("trust policy"));
    }

    [TestCase("PutSecretValue", "access-key", RotationStep.Stage)]
    [TestCase("PutSecretValue", "secret-key", RotationStep.Stage)]
    [TestCase("UpdateSecretVersionStage", "access-key", RotationStep.Promote)]
    [TestCase("UpdateSecretVersionStage", "secret-key", RotationStep.Promote)]
    [TestCase("UpdateSecretVersionStage", "session-token", RotationStep.Promote)]
    public async Task Rotate_WriteRefusedMidway_LeavesWhatPipelinesRead(string operation, string part, RotationStep step)
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var before = harness.Session("lab");
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation == operation && call.Resource == RotationHarness.Name("lab", part) ? Fault.AccessDenied : null);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(step).And.Property("Message").Contains("AccessDeniedException"));
        Assert.That(before, Is.Not.Null);
        Assert.That(harness.Session("lab"), Is.EqualTo(before));
        Assert.That(harness.ConsistentId("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_NeitherForwardNorBack_IsTornAndTheNextMendsIt()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var led = false;
        harness.Aws.Intercept = (call, _) =>
        {
            // The leader's promotion goes through, and no other.
            var fault = call.Operation is "UpdateSecretVersionStage" && led ? Fault.AccessDenied : null;
            led |= call.Operation is "UpdateSecretVersionStage";
            return Task.FromResult(fault);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<TornOutcome>().With.Property("Message").Contains("AccessDeniedException"));
        Assert.That(harness.ConsistentId("lab"), Is.Null);

        harness.Aws.Intercept = null;
        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_TornByAnotherTool_IsMendedThoughFresh()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.Write(RotationHarness.Name("lab", "secret-key"), Guid.NewGuid().ToString(), "by hand");

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_SetOfAnotherTool_IsNeverFresh()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("secret-key")]
    public async Task Rotate_SecretMissing_IsCreated(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.Remove(RotationHarness.Name("lab", part));

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("session-token")]
    public async Task Rotate_SecretWithoutAnyValue_GetsOne(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Secrets.CreateEmpty(RotationHarness.Name("lab", part));

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count, Is.EqualTo(2), "born under an id of its own, then rotated");
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is "UpdateSecretVersionStage" && call.Error is not null), Is.Empty);
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.ConsistentId("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_SecretScheduledForDeletion_IsRestored()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        harness.Secrets.ScheduleDeletion(RotationHarness.Name("lab", "secret-key"));

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_VersionUnknownForAMoment_IsTriedAgain()
    {
        await using var harness = await RotationHarness.StartAsync();
        var late = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.IsSecretWrite && Interlocked.Increment(ref late) <= 5 ? Fault.NotFound : null);

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_AnotherRotationGetsThroughMeanwhile_IsSuperseded()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var others = 0;
        harness.Aws.Intercept = async (call, _) =>
        {
            if (call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref others) == 1)
            {
                await harness.RotateAsync("lab");
            }

            return null;
        };

        AssertSuperseded(harness, await harness.RotateAsync("lab"));
        Assert.That(harness.Session("lab"), Is.EqualTo(harness.Aws.Sts.Sessions[^1]));
    }

    [Test]
    public async Task Rotate_AnotherRotationTakesTheLeadMeanwhile_IsSuperseded()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var promotions = 0;
        harness.Aws.Intercept = async (call, _) =>
        {
            // Between our leader and our followers.
            if (call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref promotions) == 2)
            {
                await harness.RotateAsync("lab");
                return Fault.AccessDenied;
            }

            return null;
        };

        AssertSuperseded(harness, await harness.RotateAsync("lab"));
        Assert.That(harness.Session("lab"), Is.EqualTo(harness.Aws.Sts.Sessions[^1]));
    }

    [Test]
    public async Task Rotate_AnotherToolWritesTheLeaderMeanwhile_FailsAndTheNextMendsIt()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var promotions = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is not "UpdateSecretVersionStage" || Interlocked.Increment(ref promotions) != 2)
            {
                return Task.FromResult<Fault?>(null);
            }

            harness.Secrets.Write(RotationHarness.Name("lab", "access-key"), Guid.NewGuid().ToString(), "by hand");
            return Task.FromResult<Fault?>(Fault.AccessDenied);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>()
            .With.Property("Step").EqualTo(RotationStep.Promote)
            .And.Property("Message").StartsWith("Something other than a rotation wrote /concourse/team/lab-access-key meanwhile."));
        Assert.That(harness.Secrets.Read(RotationHarness.Name("lab", "access-key")), Is.EqualTo("by hand"));

        harness.Aws.Intercept = null;
        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [TestCase("access-key")]
    [TestCase("session-token")]
    public async Task Rotate_SomebodyElseCreatesTheSecretMeanwhile_PromotesFromThatVersion(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "CreateSecret" && call.Resource == RotationHarness.Name("lab", part))
            {
                harness.Secrets.Write(call.Resource, Guid.NewGuid().ToString(), "by somebody else");
            }

            return Task.FromResult<Fault?>(null);
        };

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is "UpdateSecretVersionStage" && call.Error is not null), Is.Empty);
    }

    [Test]
    public async Task Rotate_SomebodyElseGivesAnEmptySecretItsFirstValue_PromotesFromThatVersion()
    {
        await using var harness = await RotationHarness.StartAsync();
        var name = RotationHarness.Name("lab", "access-key");
        harness.Secrets.CreateEmpty(name);
        var puts = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "PutSecretValue" && call.Resource == name && Interlocked.Increment(ref puts) == 1)
            {
                harness.Secrets.Write(name, Guid.NewGuid().ToString(), "by somebody else");
            }

            return Task.FromResult<Fault?>(null);
        };

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(harness.Aws.Calls.Where(call => call.Operation is "UpdateSecretVersionStage" && call.Error is not null), Is.Empty);
    }

    [TestCase("access-key")]
    [TestCase("secret-key")]
    public async Task Rotate_AnswerToAPromotionIsLost_GoesOn(string part)
    {
        await using var harness = await RotationHarness.StartAsync();
        var lost = 0;
        harness.Aws.Intercept = (call, _) => Task.FromResult(
            call.Operation is "UpdateSecretVersionStage" && call.Resource == RotationHarness.Name("lab", part) && Interlocked.Increment(ref lost) == 1 ? Fault.LostAnswer : null);

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_CancelledInPromotion_RunsToItsEnd()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancelled = new CancellationTokenSource();
        harness.Aws.Intercept = async (call, _) =>
        {
            if (call.Operation is "UpdateSecretVersionStage")
            {
                await cancelled.CancelAsync();
            }

            return null;
        };

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancelled.Token);

        Assert.That(report.Accounts.Single().Kind, Is.EqualTo("rotated"));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_CancelledWhilePromotionWaitsForItsWrites_PromotesNothing()
    {
        var pacer = new WritePacer(Options.Create(new CredentialRotationOptions { MaxWritesPerSecond = 1 }), TimeProvider.System);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(pacer));
        harness.WriteAsAnotherTool("lab");
        using var cancelled = new CancellationTokenSource();
        var staged = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "PutSecretValue" && Interlocked.Increment(ref staged) == 3)
            {
                QueueOthers(pacer);
            }

            return Task.FromResult<Fault?>(null);
        };

        var rotation = harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancelled.Token);
        while (!RotationHarness.Parts.All(part => harness.Secrets.VersionIds(RotationHarness.Name("lab", part)).Count == 2))
        {
            await Task.Yield();
        }

        await cancelled.CancelAsync();

        Assert.That((await rotation).Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(RotationStep.Stage));
        Assert.That(harness.Aws.Calls, Has.None.Property("Operation").EqualTo("UpdateSecretVersionStage"));
    }

    [Test]
    public async Task Rotate_OthersQueueOnceItLeads_PromotesTheRestBeforeThem()
    {
        var pacer = new WritePacer(Options.Create(new CredentialRotationOptions { MaxWritesPerSecond = 30 }), TimeProvider.System);
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton(pacer));
        harness.WriteAsAnotherTool("lab");
        var promotions = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref promotions) == 1)
            {
                QueueOthers(pacer);
            }

            return Task.FromResult<Fault?>(null);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<RotatedOutcome>());
    }

    [Test]
    public async Task Rotate_CancelledAndRefusedInPromotion_TellsTheRefusal()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancelled = new CancellationTokenSource();
        harness.Aws.Intercept = async (call, _) =>
        {
            if (call.Operation is not "UpdateSecretVersionStage")
            {
                return null;
            }

            await cancelled.CancelAsync();
            return Fault.AccessDenied;
        };

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), cancelled.Token);

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").StartsWith("AccessDeniedException"));
    }

    [Test]
    public async Task Rotate_TimeToGoForwardIsUp_RollsBack()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, time);
        await harness.RotateAsync("lab");
        var before = harness.Session("lab");
        var promotions = 0;
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is "UpdateSecretVersionStage" && Interlocked.Increment(ref promotions) == 2)
            {
                // Half of the default reserve.
                time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult<Fault?>(Fault.AccessDenied);
            }

            return Task.FromResult<Fault?>(null);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(RotationStep.Promote));
        Assert.That(harness.Session("lab"), Is.EqualTo(before));
    }

    [Test]
    public async Task Rotate_TimeToRollBackIsUpToo_IsTorn()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, time);
        await harness.RotateAsync("lab");
        var before = harness.ConsistentId("lab");
        var (promotions, returns) = (0, 0);
        harness.Aws.Intercept = (call, _) =>
        {
            // One refused try takes all the time there is to go forward, and one all there is to roll back.
            if (call.Operation is not "UpdateSecretVersionStage"
                || (call.VersionId == before ? Interlocked.Increment(ref returns) != 1 : Interlocked.Increment(ref promotions) != 2))
            {
                return Task.FromResult<Fault?>(null);
            }

            time.Advance(TimeSpan.FromSeconds(10));
            return Task.FromResult<Fault?>(Fault.AccessDenied);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<TornOutcome>());
        Assert.That(harness.ConsistentId("lab"), Is.Null);
    }

    [Test]
    public async Task Rotate_PromotionRefusedAndTheDeadlineNear_TellsTheRefusal()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, time);
        harness.Aws.Intercept = (call, _) =>
        {
            if (call.Operation is not "UpdateSecretVersionStage")
            {
                return Task.FromResult<Fault?>(null);
            }

            time.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult<Fault?>(Fault.AccessDenied);
        };

        // Once the first promotion is refused, nothing would be promoted any more.
        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), time.GetUtcNow().AddSeconds(21), CancellationToken.None);

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").StartsWith("AccessDeniedException"));
    }

    [Test]
    public async Task Rotate_OneOfTwoFollowersCannotBeGivenBack_IsTorn()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");
        var tries = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        harness.Aws.Intercept = (call, _) =>
        {
            var attempt = call.Operation is "UpdateSecretVersionStage" ? tries.AddOrUpdate(call.Resource, 1, (_, count) => count + 1) : 0;
            var isRefused = attempt > 0
                && (call.Resource == RotationHarness.Name("lab", "session-token") || (call.Resource == RotationHarness.Name("lab", "secret-key") && attempt > 1));
            return Task.FromResult(isRefused ? Fault.AccessDenied : null);
        };

        Assert.That(await harness.RotateAsync("lab"), Is.TypeOf<TornOutcome>());
        Assert.That(harness.ConsistentId("lab"), Is.Null);
    }

    [Test]
    public async Task Rotate_Cancelled_ReportsEveryAccountAndTouchesNothing()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("a", "b"), cancelled.Token);

        Assert.That(report.Accounts, Has.All.TypeOf<FailedOutcome>().And.All.Property("Message").StartsWith("The rotation was cancelled."));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_LessThanTheReserveLeft_FailsAndTouchesNothing()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(
            RotationHarness.Team("a"), TimeProvider.System.GetUtcNow().AddSeconds(19), CancellationToken.None);

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>().With.Property("Message").StartsWith("Too little time was left: promotion needs 00:00:20"));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_NoTeam_IsTheCallersMistake()
    {
        await using var harness = await RotationHarness.StartAsync();

        Assert.That(() => harness.Rotator.RotateAsync(null!, CancellationToken.None), Throws.ArgumentNullException);
    }

    [Test]
    public async Task Rotate_InvalidTeam_AsksAwsNothing()
    {
        await using var harness = await RotationHarness.StartAsync();

        Assert.That(
            () => harness.Rotator.RotateAsync(new Team("a b", [new("x/y", "no ARN", 5)])),
            Throws.TypeOf<InvalidTeamException>().With.Property("Problems").Count.EqualTo(4));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_AnswerCutOffInTheMiddle_DoesNotShowTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "AssumeRole" ? Fault.Malformed : null);

        var outcome = await harness.RotateAsync("lab");

        Assert.That(outcome, Is.TypeOf<FailedOutcome>().With.Property("Step").EqualTo(RotationStep.Assume));
        foreach (var session in harness.Aws.Sts.Sessions)
        {
            Assert.That(outcome.ToString(), Does.Not.Contain(session.SecretAccessKey).And.Not.Contains(session.SessionToken![..40]));
        }
    }

    private static void AssertSuperseded(RotationHarness harness, AccountOutcome outcome)
    {
        Assert.That(outcome, Is.TypeOf<SupersededOutcome>());
        var superseded = (SupersededOutcome)outcome;
        Assert.That(superseded.RotationId?.ToString(), Is.EqualTo(harness.ConsistentId("lab")));
        Assert.That(superseded.Age, Is.GreaterThanOrEqualTo(TimeSpan.Zero));
        Assert.That(superseded.EstimatedExpiration, Is.EqualTo(superseded.RotationId!.Value.CreatedAt.AddHours(1)));
    }

    /// <summary>Puts more writes of other accounts in the queue than a promotion has time for.</summary>
    private static void QueueOthers(WritePacer pacer) =>
        _ = Enumerable.Range(0, 1000).Select(_ => pacer.Writes.WaitAsync(requests: 3, Urgency.Patient, CancellationToken.None)).ToList();
}
