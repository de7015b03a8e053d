namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class SecretSetTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 20, 28, 15, TimeSpan.Zero);

    [TestCase("-,-,-", SecretSetStatus.Missing, null)]
    [TestCase("v,v,v", SecretSetStatus.Complete, "v")]
    [TestCase("v,w,v", SecretSetStatus.Torn, null)]
    [TestCase("v,-,v", SecretSetStatus.Torn, null)]
    [TestCase("-,v,v", SecretSetStatus.Torn, null)]
    [TestCase("?,?,?", SecretSetStatus.Torn, null, Description = "secrets without any version")]
    public void Status_OfThreeSecrets_FollowsFromTheirVersions(string versions, SecretSetStatus status, string? consistent)
    {
        var set = Set(versions.Split(','));

        Assert.That((new SecretsManagerSetState(set).Status, set.ConsistentVersionId), Is.EqualTo((status, consistent)));
    }

    [Test]
    public void WrittenAt_VersionOfARotation_IsItsTime()
    {
        var rotation = RotationId.Create(Now);
        var state = new SecretsManagerSetState(Set([$"{rotation}", $"{rotation}", $"{rotation}"]));

        Assert.That((state.RotationId, state.WrittenAt), Is.EqualTo(((RotationId?)rotation, (DateTimeOffset?)Now)));
    }

    [Test]
    public void WrittenAt_VersionOfAnotherTool_IsNotKnown()
    {
        var state = new SecretsManagerSetState(Set(["v", "v", "v"]));

        Assert.That((state.RotationId, state.WrittenAt), Is.EqualTo(((RotationId?)null, (DateTimeOffset?)null)));
    }

    private static SecretSet Set(string[] versions) => new([.. versions.Select((version, i) => new SecretState
    {
        Entry = new() { Name = $"/{i}", Content = (SecretContent)i },
        Exists = version is not "-",
        CurrentVersionId = version is "-" or "?" ? null : version,
    })]);
}
