using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests;

/// <summary>The search at the end of every test with a rotation finds a secret in any form that an encoder may write.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class LeaksTests
{
    [TestCaseSource(typeof(EscapedForms), nameof(EscapedForms.All))]
    public async Task In_TextWithASecretInAnyForm_FindsIt(string name, Func<string, string> escape)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.MakeSecret = EscapedForms.Secret;
        await harness.RotateAsync("lab");
        var session = harness.Session("lab")!;

        string[] leaking = [$"x {escape(session.SecretAccessKey)} y", escape(session.SessionToken![..20])];
        string[] clean = [escape(session.AccessKeyId), escape(session.SecretAccessKey[..8]), @"100% of \u, \\ and %2"];

        Assert.That(Leaks.In([.. leaking, .. clean], harness.Aws.Sts), Is.EqualTo(leaking), name);
    }
}
