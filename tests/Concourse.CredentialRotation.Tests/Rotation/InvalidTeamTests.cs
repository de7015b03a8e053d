using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Teams that are refused before AWS is called.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class InvalidTeamTests
{
    [Test]
    public async Task Rotate_NoTeam_IsTheCallersMistake()
    {
        await using var harness = await RotationHarness.StartAsync();

        Assert.That(() => harness.RotateAsync((Team)null!), Throws.ArgumentNullException);
    }

    [Test]
    public async Task Rotate_InvalidTeam_CallsNothing()
    {
        await using var harness = await RotationHarness.StartAsync();

        var invalid = await Assert.ThrowsAsync<InvalidTeamException>(() => harness.RotateAsync(Make.Team("a b", [Make.Account("x/y", "no ARN", 5)])));

        Assert.That(invalid!.Errors, Has.Count.EqualTo(4));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [Test]
    public async Task Rotate_RoleThatIsNotAllowed_CallsNothing()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.AllowedRoles.Add(new() { RoleArn = "arn:aws:iam::*:role/{{.Team}}-*" }));

        Assert.That(() => harness.RotateAsync("lab"), Throws.TypeOf<InvalidTeamException>().With.Message.Contains("accounts[0].roleArn: must be a role that the team may use"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }
}
