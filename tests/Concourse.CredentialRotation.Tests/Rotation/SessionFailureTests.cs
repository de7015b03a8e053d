using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>STS does not hand out the session that was asked for.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SessionFailureTests
{
    [Test]
    public async Task Rotate_RoleDenied_FailsThatAccountAndRotatesTheOthers()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("denied"), new LocalRole(IsDenied: true));

        var report = await harness.RotateAsync(RotationHarness.Team("one", "denied", "two"));

        Assert.That(report.Succeeded, Is.False);
        Assert.That(report.Accounts.Select(account => account.Outcome), Is.EqualTo(new[] { "rotated", "failed", "rotated" }));
        var denied = report.Accounts[1].As<FailedOutcome>();
        Assert.That(denied.Step, Is.EqualTo(RotationStep.Assume));
        Assert.That(denied.Error.Message, Does.Contain("trust policy of arn:aws:iam::123456789999:role/denied").And.Contain("'concourse/team'"));
        Assert.That(harness.Secrets.Names, Has.None.Contains("denied"));
    }

    [TestCase("arn:aws:iam::123456789999:role/other", "assumed-role/other/")]
    [TestCase("arn:aws:iam::123456789998:role/lab", "::123456789998:assumed-role/lab/")]
    public async Task Rotate_SessionIsOfAnotherRole_FailsBeforeAnyWrite(string sessionOf, string named)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(SessionRoleArn: sessionOf));

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Verify));
        Assert.That(failed.Error.Message, Does.Contain(named));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_SessionLongerThanTheRoleAllows_FailsWithTheReason()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(MaxSessionDuration: 3600));

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(report.Accounts.Single().As<FailedOutcome>().Error.Message, Does.Contain("MaxSessionDuration").And.Not.Contain("trust policy"));
    }

    [Test]
    public async Task Rotate_ResponseCutOffInTheMiddle_DoesNotShowTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.Malformed);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Assume));
        Assert.That(harness.Aws.Sts.Sessions, Is.Not.Empty);
        Assert.That(Leaks.In([failed.ToString()], harness.Aws.Sts), Is.Empty);
    }
}
