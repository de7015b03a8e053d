namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class SecretSetStateTests
{
    [TestCase("-,-,-", true, false, null)]
    [TestCase("v,v,v", false, false, "v")]
    [TestCase("v,w,v", false, true, null)]
    [TestCase("v,-,v", false, true, null)]
    [TestCase("-,v,v", false, true, null)]
    [TestCase("?,?,?", false, true, null, Description = "secrets without any version")]
    public void State_OfThreeSecrets_FollowsFromTheirVersions(string versions, bool isAbsent, bool isTorn, string? consistent)
    {
        var state = new SecretSetState([.. versions.Split(',').Select((version, i) =>
            new SecretState(new SecretLocation((CredentialPart)i, $"/{i}"), version is not "-", version is "-" or "?" ? null : version))]);

        Assert.That((state.IsAbsent, state.IsTorn, state.ConsistentVersionId), Is.EqualTo((isAbsent, isTorn, consistent)));
    }
}
