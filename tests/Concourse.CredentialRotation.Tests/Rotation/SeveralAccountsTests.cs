using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Teams of several accounts.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SeveralAccountsTests
{
    [Test]
    public async Task Rotate_EachOutcome_IsLoggedOnce()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("denied"), new LocalRole(IsDenied: true));
        var team = Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200), Make.Account("denied", RotationHarness.RoleArn("denied"))]);
        await harness.RotateAsync(team);
        await harness.RotateAsync(Make.Team("team", [team.Accounts[0]]));

        var lines = harness.Log.Lines.Where(line => line.StartsWith("Account ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', ',').Take(6)));

        Assert.That(lines, Is.EquivalentTo(new[]
        {
            "Account lab of team team: rotated", "Account lab of team team: The", "Account denied of team team: failed", "Account lab of team team: skipped",
        }));
    }

    [Test]
    public async Task Rotate_ManyAccounts_ReportsThemInTheirOrder()
    {
        await using var harness = await RotationHarness.StartAsync();
        var names = Enumerable.Range(1, 40).Select(i => $"account-{i}").ToArray();

        var report = await harness.RotateAsync(RotationHarness.Team(names));

        Assert.That(report.Accounts.Select(account => (account.Account, account.Outcome)), Is.EqualTo(names.Select(name => (name, "rotated"))));
        Assert.That(names.Select(harness.Session), Has.None.Null.And.Unique);
    }

    [Test]
    public async Task Rotate_SeveralAccounts_RotatesUpToMaxConcurrencyConcurrently()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MaxConcurrency = 3);
        using var arrived = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        harness.Aws.On("AssumeRole").Do(async aborted =>
        {
            arrived.Release();
            await go.WaitAsync(aborted);
        });

        var rotation = harness.RotateAsync(RotationHarness.Team("a", "b", "c", "d"));
        for (var i = 0; i < 3; i++)
        {
            await arrived.WaitAsync(TestContext.CurrentContext.CancellationToken);
        }

        var begun = harness.Aws.Calls.Where(call => call.Operation is "DescribeSecret").Select(call => call.Resource.Split('/')[3][0]).Distinct().Count();
        go.Release(4);

        Assert.That((await rotation).Succeeded, Is.True);
        Assert.That(begun, Is.EqualTo(3));
    }
}
