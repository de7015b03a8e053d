using System.Diagnostics;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>The traces of a rotation.</summary>
[CancelAfter(TimeLimits.Test)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RotationActivityTests : IDisposable
{
    private readonly RecordedActivities _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Test]
    public async Task Rotate_TwoAccounts_HasAnActivityForTheTeamEachAccountAndEachStep()
    {
        await using var harness = await RotationHarness.StartAsync();

        await harness.RotateAsync(RotationHarness.Team("lab", "app"));

        var team = _recorded.Single("rotate team");
        var accounts = _recorded.All("rotate account");
        Assert.That(accounts.Select(account => account.Parent), Is.All.SameAs(team));
        Assert.That(accounts.Select(account => account.GetTagItem(AttributeNames.Account)), Is.EquivalentTo(new[] { "lab", "app" }));
        foreach (var account in accounts)
        {
            Assert.That(
                _recorded.Stopped.Where(step => step.Parent == account).Select(step => step.OperationName),
                Is.EqualTo(new[] { "inspect secrets", "assume role", "verify session", "stage secrets", "promote secrets" }));
        }
    }

    [Test]
    public async Task Rotate_Rotated_HasItsAttributesAndNoStatus()
    {
        await using var harness = await RotationHarness.StartAsync();

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var account = _recorded.Single("rotate account");
        Assert.That(
            MetricsExtensions.Describe(account.TagObjects), Is.EqualTo($"account.name=lab concourse.team.name=team outcome=rotated rotation.id={rotated.RotationId}"));
        Assert.That(_recorded.Stopped.Select(activity => activity.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
        Assert.That(MetricsExtensions.Describe(_recorded.Single("promote secrets").TagObjects), Is.EqualTo("account.name=lab concourse.team.name=team step=promote"));
        Assert.That((account.Source.Name, account.Source.Version), Is.EqualTo((CredentialRotationTelemetry.ActivitySourceName, CredentialRotationTelemetry.Version)));
    }

    [Test]
    public async Task Rotate_Fails_HasTheErrorAtTheStepTheAccountAndTheTeam()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole", RotationHarness.RoleArn("lab")).Respond(Fault.AccessDenied);

        var report = await harness.RotateAsync(RotationHarness.Team("lab", "app"));

        var error = report.Accounts[0].As<FailedOutcome>().Error;
        var account = _recorded.All("rotate account").Single(activity => (string?)activity.GetTagItem(AttributeNames.Account) is "lab");
        var step = _recorded.Stopped.Single(activity => activity.Parent == account && activity.OperationName is "assume role");
        Assert.That(
            MetricsExtensions.Describe(account.TagObjects),
            Is.EqualTo($"account.name=lab aws.request_id={error.AwsRequestId} concourse.team.name=team error.type=AccessDenied outcome=failed step=assume"));
        Assert.That((account.Status, account.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, error.Message)));
        Assert.That((step.Status, step.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, error.Message)));
        var team = _recorded.Single("rotate team");
        Assert.That(MetricsExtensions.Describe(team.TagObjects), Is.EqualTo("concourse.team.name=team error.type=failed"));
        Assert.That((team.Status, team.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, "1 of 2 accounts failed.")));
    }

    [Test]
    public async Task Rotate_StillFresh_EndsWithTheInspection()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        _recorded.Clear();

        await harness.RotateAsync<SkippedOutcome>("lab");

        Assert.That(_recorded.Stopped.Select(activity => activity.OperationName), Is.EqualTo(new[] { "inspect secrets", "rotate account", "rotate team" }));
    }

    // A command-line tool shows the progress with them.
    [Test]
    public async Task Rotate_Step_HasStartedWithItsAttributesBeforeItsRequests()
    {
        await using var harness = await RotationHarness.StartAsync();
        string? running = null;
        harness.Aws.On("AssumeRole").Do(() => running = MetricsExtensions.Describe(_recorded.Started[^1].TagObjects));

        await harness.RotateAsync("lab");

        Assert.That(running, Is.EqualTo("account.name=lab concourse.team.name=team step=assume"));
    }

    [Test]
    public async Task Rotate_Anything_LeavesTheCallersActivityCurrent()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var caller = new Activity("caller").Start();

        await harness.RotateAsync(RotationHarness.Team("lab", "app"));

        Assert.That(Activity.Current, Is.SameAs(caller));
        Assert.That(_recorded.Single("rotate team").ParentId, Is.EqualTo(caller.Id));
    }

    [Test]
    public async Task Rotate_Postponed_StartsTheStepsAnew()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.WriteAsAnotherTool("app");
        harness.Aws.On("PutSecretValue").PerResource().First(1).Respond(Fault.Throttled);

        await harness.RotateAsync(RotationHarness.Team("lab", "app"));

        Assert.That(_recorded.All("rotate account"), Has.Count.EqualTo(2));
        Assert.That(_recorded.All("inspect secrets").Count, Is.GreaterThan(2));
        Assert.That(_recorded.Stopped.Select(activity => activity.Status), Is.All.EqualTo(ActivityStatusCode.Unset));
        Assert.That(_recorded.Stopped, Has.Count.EqualTo(_recorded.Started.Count));
    }
}
