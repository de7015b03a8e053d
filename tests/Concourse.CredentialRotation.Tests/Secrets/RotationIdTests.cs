namespace Concourse.CredentialRotation.Tests.Secrets;

public sealed class RotationIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 20, 30, 456, TimeSpan.Zero);

    [Test]
    public void CreatedAt_IsTheTimeOfCreation_AlsoAfterParsing()
    {
        var id = RotationId.Create(Now);

        Assert.That(id.CreatedAt, Is.EqualTo(Now));
        Assert.That(RotationId.TryParse(id.ToString(), out var parsed), Is.True);
        Assert.That(parsed, Is.EqualTo(id));
        Assert.That(parsed.CreatedAt, Is.EqualTo(Now));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("terraform-20261122")]
    [TestCase("2f1b6a0e-6f3c-4a53-9d4c-0123456789ab", Description = "a UUID of version 4")]
    [TestCase("{018f0000-0000-7000-8000-000000000000}")]
    [TestCase("ffffffff-ffff-7fff-8fff-ffffffffffff", Description = "a time that DateTimeOffset does not reach")]
    public void TryParse_IdOfAnotherKind_IsNone(string? versionId) => Assert.That(RotationId.TryParse(versionId, out _), Is.False);

    [Test]
    public void Create_InTheSameMillisecond_DiffersStill() => Assert.That(Enumerable.Repeat(Now, 100).Select(RotationId.Create), Is.Unique);
}
