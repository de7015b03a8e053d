using Amazon.Runtime;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Sessions;

public sealed class CiRoleInspectorTests
{
    private static readonly Team Team = RotationHarness.Team("lab");

    [TestCase("concourse/team", false, CiRoleLock.Locked)]
    [TestCase(null, false, CiRoleLock.Open)]
    [TestCase("concourse/another", false, CiRoleLock.NotAssumable)]
    [TestCase("concourse/team", true, CiRoleLock.NotAssumable)]
    public async Task Inspect_Role_TellsWhomItCanBeAssumedFor(string? required, bool isDenied, CiRoleLock expected)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(Team.Accounts[0].RoleArn, new LocalRole(isDenied, required));

        Assert.That(await harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None), Is.EqualTo(expected));
        Assert.That(harness.Secrets.Names, Is.Empty);
    }

    [Test]
    public async Task Inspect_StsDoesNotAnswerTheQuestion_IsNoAnswer()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "AssumeRole" ? Fault.ServerError : null);

        Assert.That(() => harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None), Throws.TypeOf<AmazonClientException>());
    }

    [Test]
    public async Task Inspect_AnswerCutOffInTheMiddle_DoesNotShowTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "AssumeRole" ? Fault.Malformed : null);

        var problem = await Assert.CatchAsync(() => harness.Inspector.InspectAsync(Team, Team.Accounts[0], CancellationToken.None));

        Assert.That(harness.Aws.Sts.Sessions, Is.Not.Empty);
        Assert.That(Leaks.In([$"{problem}"], harness.Aws.Sts), Is.Empty);
    }
}
