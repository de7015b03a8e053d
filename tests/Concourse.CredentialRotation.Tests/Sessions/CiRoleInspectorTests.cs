using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Sessions;

[CancelAfter(TimeLimits.Test)]
public sealed class CiRoleInspectorTests
{
    private static readonly Team Team = RotationHarness.Team("lab");

    [TestCase("concourse/team", false, CiRoleLock.Locked)]
    [TestCase(null, false, CiRoleLock.Open)]
    [TestCase("concourse/another", false, CiRoleLock.NotAssumable)]
    [TestCase("concourse/team", true, CiRoleLock.NotAssumable)]
    public async Task Inspect_Role_FindsWhichTeamsItCanBeAssumedFor(string? required, bool isDenied, CiRoleLock expected)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(Team.Accounts[0].RoleArn, new LocalRole(isDenied, required));

        Assert.That(await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None), Is.EqualTo(expected));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Inspect_ServerError_Throws()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.ServerError);

        Assert.That(() => harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None), Throws.TypeOf<AmazonClientException>());
    }

    [Test]
    public async Task Inspect_ResponseCutOffInTheMiddle_DoesNotShowTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.Malformed);

        var problem = await Assert.CatchAsync(() => harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None));

        Assert.That(harness.Aws.Sts.Sessions, Is.Not.Empty);
        Assert.That(Leaks.In([$"{problem}"], harness.Aws.Sts), Is.Empty);
    }
}
