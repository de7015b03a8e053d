using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ReliabilityTests;

/// <summary>The search at the end of every other test does find a secret.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class LeaksTests
{
    [Test]
    public async Task In_TextWithASecretOrTheBeginningOfOne_FindsIt()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        var session = harness.Session("lab")!;

        string[] leaking = [$"x {session.SecretAccessKey} y", session.SessionToken![..20]];
        string[] clean = [session.AccessKeyId, session.ToString().Replace(session.SecretAccessKey, "").Replace(session.SessionToken, "")];

        Assert.That(Leaks.In([.. leaking, .. clean], harness.Aws.Sts), Is.EqualTo(leaking));
    }
}
