using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Sessions;

[CancelAfter(TimeLimits.Test)]
public sealed class CiRoleInspectorTests
{
    private static readonly Team Team = RotationHarness.Team("lab");

    [TestCase("concourse/team", false, CiRoleAccess.OwnTeamOnly)]
    [TestCase(null, false, CiRoleAccess.AnyTeam)]
    [TestCase("concourse/another", false, CiRoleAccess.Denied)]
    [TestCase("concourse/team", true, CiRoleAccess.Denied)]
    public async Task Inspect_Role_FindsWhichTeamsItCanBeAssumedFor(string? required, bool isDenied, CiRoleAccess expected)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(Team.Accounts[0].RoleArn, new LocalRole(isDenied, required));

        Assert.That(await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None), Is.EqualTo(new CiRoleInspection { Access = expected }));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Inspect_Role_VariesOnlyTheExternalId()
    {
        await using var harness = await RotationHarness.StartAsync();

        await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None);

        var requests = harness.Aws.Sts.Sessions.Select(session => session.Request).ToList();
        Assert.That(requests[0].Except(requests[1]).Select(field => field.Key), Is.EqualTo(new[] { "ExternalId" }));
    }

    [Test]
    public async Task Inspect_ServerError_IsUnknownAndSaysWhy()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.ServerError);

        var inspection = await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None);

        Assert.That(inspection.Access, Is.EqualTo(CiRoleAccess.Unknown));
        Assert.That(inspection.Error?.Message, Does.Contain("from sts:AssumeRole on arn:aws:iam::123456789999:role/lab: An error occurred on the server side."));
    }

    [Test]
    public async Task Inspect_CanceledWhileThrottled_ThrowsOperationCanceled()
    {
        await using var harness = await RotationHarness.StartAsync();
        using var canceled = new CancellationTokenSource();
        harness.Aws.On("AssumeRole").Do(canceled.CancelAsync).Respond(Fault.Throttled);

        Assert.That(() => harness.Inspector.InspectAsync(Team, Team.Accounts[0], canceled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Inspect_ResponseCutOffInTheMiddle_DoesNotShowTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.Malformed);

        var inspection = await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None);

        Assert.That(harness.Aws.Sts.Sessions, Is.Not.Empty);
        Assert.That(inspection.Error?.Message, Does.StartWith("The AWS response could not be parsed"));
        Assert.That(Leaks.In([$"{inspection}"], harness.Aws.Sts), Is.Empty);
    }
}
