using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Secrets keep the KMS key that they were created with.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class KmsKeyTests
{
    private const string Id = "11111111-2222-3333-4444-555555555555";
    private const string Arn = $"arn:aws:kms:us-east-1:123456789012:key/{Id}";

    [TestCase(null, null)]
    [TestCase(null, "alias/aws/secretsmanager")]
    [TestCase(Arn, Arn)]
    [TestCase(Arn, Id)]
    [TestCase("arn:aws:kms:us-east-1:123456789012:alias/ours", "alias/ours")]
    [TestCase(Arn, "alias/ours", Description = "an alias does not tell which key it stands for")]
    public void Of_SecretsWithTheConfiguredKey_WarnsOfNothing(string? described, string? configured) =>
        Assert.That(SetWarnings.Of(Set(described), configured), Is.Empty);

    [TestCase(null, Arn)]
    [TestCase(Arn, null)]
    [TestCase(Arn, "aaaaaaaa-2222-3333-4444-555555555555")]
    [TestCase("alias/theirs", "alias/ours")]
    public void Of_SecretsWithAnotherKey_WarnsOnceForAll(string? described, string? configured) =>
        Assert.That(SetWarnings.Of(Set(described), configured).Single(), Does.Contain(configured ?? "aws/secretsmanager").And.Contains("/a").And.Contains("/b"));

    [Test]
    public async Task Rotate_KeyWasConfiguredLater_Warns()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.KmsKeyId = "alias/ours");
        harness.WriteAsAnotherTool("lab");

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Warnings.Single(), Does.StartWith("Encrypted with another KMS key than the configured alias/ours: /concourse/team/lab-access-key, "));
        Assert.That(harness.Log.Lines, Has.One.Contains("Encrypted with another KMS key"));
    }

    private static SecretSetState Set(string? key) => new(
    [
        new(new(CredentialPart.AccessKey, "/a"), Exists: true, "v") { KmsKeyId = key },
        new(new(CredentialPart.SecretKey, "/b"), Exists: true, "v") { KmsKeyId = key },
        new(new(CredentialPart.SessionToken, "/c"), Exists: false, null),
    ]);
}
