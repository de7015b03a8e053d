using System.Net;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Options;

namespace Concourse.CredentialRotation.Worker.Tests;

/// <summary>What the worker makes of a folder of teams, round by round.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class WorkerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Start_FolderOfTeams_RotatesAllOfThem()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")), ("green.json", TeamFolder.Team("green", "lab", "prod")));

        var worker = await harness.StartAsync();

        Assert.That(new[] { harness.Session("blue", "lab"), harness.Session("green", "lab"), harness.Session("green", "prod") }, Has.All.Not.Null);
        Assert.That(await harness.HealthAsync(worker), Is.EqualTo((HttpStatusCode.OK, $"Healthy: 2 teams ({harness.Time.GetUtcNow():u})\n")));
    }

    [Test]
    public async Task Round_RenewAfterReached_RenewsTheCredentialsThen()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));
        var worker = await harness.StartAsync();
        var first = harness.Session("blue", "lab");

        for (var minutes = 10; minutes <= 40; minutes += 10)
        {
            await harness.AfterAsync(worker, Interval);
            Assert.That(harness.Session("blue", "lab"), Is.EqualTo(first), $"after {minutes} minutes");
        }

        await harness.AfterAsync(worker, Interval);
        Assert.That(harness.Session("blue", "lab"), Is.Not.Null.And.Not.EqualTo(first));
    }

    [Test]
    public async Task Round_FilesHaveChanged_RotatesWhatIsThereNow()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")), ("green.json", TeamFolder.Team("green", "lab")));
        var worker = await harness.StartAsync();
        harness.Aws.ForgetCalls();

        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab", "prod")), ("red.json", TeamFolder.Team("red", "lab")));
        var health = await harness.AfterAsync(worker, Interval);

        Assert.That(harness.Aws.Calls.Where(call => call.Operation is "CreateSecret").Select(call => call.Resource.Split('-')[0]).Distinct(), Is.EquivalentTo(new[] { "/concourse/blue/prod", "/concourse/red/lab" }));
        Assert.That(harness.Aws.Calls.Select(call => call.Resource), Has.None.Contains("green"));
        Assert.That(health.Text, Does.StartWith("Healthy: 2 teams"));
    }

    [Test]
    public async Task Round_TwoFilesOfATeam_RotatesTheFirstAndIsUnhealthy()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")), ("blue-old.json", TeamFolder.Team("blue", "old")));

        var worker = await harness.StartAsync();

        Assert.That((harness.Session("blue", "old"), harness.Session("blue", "lab")), Is.EqualTo((harness.Aws.Sts.Sessions.Single(), (LocalIdentity?)null)));
        Assert.That((await harness.HealthAsync(worker)).Text, Does.StartWith("Unhealthy: blue.json: has the same team as blue-old.json"));
        Assert.That(harness.Log.Lines, Has.One.Contains("blue.json: ignored, because blue-old.json has the same team, blue"));
    }

    [TestCase("{", "must be valid JSON")]
    [TestCase("""{"name":"bad","accounts":[{"name":"lab","roleArn":"arn:aws:iam::123456789999:role/lab","sesion":{}}]}""", "accounts[0].sesion: is unknown; did you mean 'session'?")]
    [TestCase(null, "Could not find file")]
    public async Task Round_BadFile_RotatesTheOtherTeamsAndShowsIt(string? json, string reason)
    {
        await using var harness = await WorkerHarness.CreateAsync();
        (string, string) good = ("blue.json", TeamFolder.Team("blue", "lab"));
        harness.Folder.Update(good, ("bad.json", json ?? ""));
        if (json is null)
        {
            // The link is there, but what it points to is not.
            File.Delete(Path.Combine(harness.Folder.Path, "..data", "bad.json"));
        }

        var worker = await harness.StartAsync();

        Assert.That(harness.Session("blue", "lab"), Is.Not.Null);
        Assert.That(await harness.HealthAsync(worker), Is.EqualTo((HttpStatusCode.ServiceUnavailable, $"Unhealthy: bad.json: cannot be read ({harness.Time.GetUtcNow():u})\n")));
        Assert.That(harness.Log.Lines, Has.Exactly(1).StartsWith("Cannot read bad.json: ").And.Contains(reason));

        harness.Folder.Update(good);
        Assert.That((await harness.AfterAsync(worker, Interval)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Round_UnknownFieldOfTheTeam_IsLogged()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab").Replace("renewAfter", "renewafter", StringComparison.Ordinal)));

        await harness.StartAsync();

        Assert.That(harness.Log.Lines, Has.Exactly(1).StartsWith("blue.json: ignored unknown fields: renewafter"));
    }

    [Test]
    public async Task Round_AccountFails_IsUnhealthyUntilItSucceeds()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab", "prod")));
        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/lab", new LocalRole(IsDenied: true));

        var worker = await harness.StartAsync();
        Assert.That(await harness.HealthAsync(worker), Is.EqualTo((HttpStatusCode.ServiceUnavailable, $"Unhealthy: blue.json: account lab failed ({harness.Time.GetUtcNow():u})\n")));
        Assert.That((await harness.HealthAsync(worker, "/livez")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(harness.Session("blue", "prod"), Is.Not.Null);

        harness.Aws.Sts.Role("arn:aws:iam::123456789999:role/lab", new LocalRole());
        Assert.That((await harness.AfterAsync(worker, Interval)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Round_NoTeams_IsUnhealthy(bool exists)
    {
        await using var harness = await WorkerHarness.CreateAsync();
        if (!exists)
        {
            Directory.Delete(harness.Folder.Path);
        }

        var worker = await harness.StartAsync();

        Assert.That((await harness.HealthAsync(worker)).Text, Does.StartWith($"Unhealthy: no team file in {harness.Folder.Path}"));
    }

    [Test]
    public async Task Round_AwsHangs_EndsAtItsTimeout()
    {
        await using var harness = await WorkerHarness.CreateAsync(("Worker:Timeout", "00:02:00"));
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));
        var hangs = new TaskCompletionSource();
        harness.Aws.On("AssumeRole").Do(hangs.SetResult).Respond(Fault.NoResponse);

        var worker = harness.Start();
        await hangs.Task;
        Assert.That((await harness.HealthAsync(worker)).Text, Is.EqualTo("Unhealthy: no round has ended yet\n"));

        Assert.That((await harness.AfterAsync(worker, TimeSpan.FromMinutes(2))).Text, Does.StartWith("Unhealthy: blue.json: account lab failed"));
    }

    [Test]
    public async Task Health_NoRoundForLongerThanAllowed_IsUnhealthy()
    {
        await using var harness = await WorkerHarness.CreateAsync(("Worker:MaxAge", "00:30:00"), ("Worker:Timeout", "01:00:00"));
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));
        var worker = await harness.StartAsync();
        var end = harness.Time.GetUtcNow();
        using var hold = new CancellationTokenSource();
        harness.Aws.On("DescribeSecret").Do(aborted => Task.Delay(Timeout.Infinite, CancellationTokenSource.CreateLinkedTokenSource(hold.Token, aborted).Token));

        harness.Time.Advance(TimeSpan.FromMinutes(31));

        Assert.That(await harness.HealthAsync(worker), Is.EqualTo((HttpStatusCode.ServiceUnavailable, $"Unhealthy: no round has ended since {end:u}\n")));
        await hold.CancelAsync();
    }

    [Test]
    public async Task Start_MaxAgeShorterThanInterval_IsRejected()
    {
        await using var harness = await WorkerHarness.CreateAsync(("Worker:Interval", "00:50:00"));

        Assert.That(harness.Start, Throws.InstanceOf<OptionsValidationException>().With.Message.EqualTo("Worker:MaxAge must be longer than Worker:Interval."));
    }

    [Test]
    public async Task Stop_InMidPromotion_FinishesIt()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));
        var worker = await harness.StartAsync();
        var first = harness.Session("blue", "lab");
        var (isReached, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.Aws.On("UpdateSecretVersionStage").Nth(2).Do(() =>
        {
            isReached.SetResult();
            return goesOn.Task;
        });
        harness.Time.Advance(TimeSpan.FromMinutes(50));
        await isReached.Task;

        var stopped = worker.DisposeAsync().AsTask();
        Assert.That(stopped.IsCompleted, Is.False);
        goesOn.SetResult();
        await stopped;

        Assert.That(harness.Session("blue", "lab"), Is.Not.Null.And.Not.EqualTo(first));
    }

    [Test]
    public async Task Start_TwoReplicas_KeepEverySetWhole()
    {
        await using var harness = await WorkerHarness.CreateAsync();
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab", "prod")), ("green.json", TeamFolder.Team("green", "lab")));

        var (one, other) = (harness.Start(), harness.Start());
        await harness.EndOfRoundAsync(one);
        await harness.EndOfRoundAsync(other);

        Assert.That(new[] { harness.Session("blue", "lab"), harness.Session("blue", "prod"), harness.Session("green", "lab") }, Has.All.Not.Null);
        Assert.That(new[] { (await harness.HealthAsync(one)).Text, (await harness.HealthAsync(other)).Text }, Has.All.StartsWith("Healthy: 2 teams"));
    }

    [Test]
    public async Task Rotate_WithACollector_IsMeasuredAndTracedThere()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var harness = await WorkerHarness.CreateAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        harness.Folder.Update(("blue.json", TeamFolder.Team("blue", "lab")));
        var worker = await harness.StartAsync();

        // What has not been exported yet is exported when the worker stops.
        await worker.DisposeAsync();

        await collector.ReceiveAsync("/v1/metrics", "concourse.credential_rotation.credential.validity", "blue");
        await collector.ReceiveAsync("/v1/traces", "rotate account", "promote secrets");
    }
}
