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
    [TestCase(Arn, "alias/ours", Description = "an alias does not tell which key it points to")]
    public void For_SecretsWithTheConfiguredKey_WarnsOfNothing(string? described, string? configured) =>
        Assert.That(SetWarnings.For(Set(described), [], configured), Is.Empty);

    [TestCase(null, Arn, $"{Arn}: /a, /b.")]
    [TestCase(Arn, null, $"aws/secretsmanager: /a ({Arn}), /b ({Arn}).")]
    [TestCase(Arn, "aaaaaaaa-2222-3333-4444-555555555555", $"aaaaaaaa-2222-3333-4444-555555555555: /a ({Arn}), /b ({Arn}).")]
    [TestCase("alias/theirs", "alias/ours", "alias/ours: /a (alias/theirs), /b (alias/theirs).")]
    public void For_SecretsWithAnotherKey_WarnsOnceForAllAndNamesBothKeys(string? described, string? configured, string named) =>
        Assert.That(SetWarnings.For(Set(described), [], configured).Single(), Does.StartWith($"The following secrets are not encrypted with the configured KMS key {named} "));

    [Test]
    public async Task Rotate_KeyWasConfiguredLater_Warns()
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options => options.KmsKeyId = "alias/ours");
        harness.WriteAsAnotherTool("lab");

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Warnings.Single(), Does.StartWith("The following secrets are not encrypted with the configured KMS key alias/ours: /concourse/team/lab-access-key, "));
        Assert.That(harness.Log.Lines, Has.One.Contains("not encrypted with the configured KMS key"));
    }

    [Test]
    public async Task Rotate_SecretsHaveTheConfiguredKey_WarnsOfNothing()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero, secretsManager: options => options.KmsKeyId = "alias/ours");
        await harness.RotateAsync("lab");

        var outcome = await harness.RotateAsync("lab");

        Assert.That(((RotatedOutcome)outcome).Warnings, Is.Empty);
    }

    private static SecretSet Set(string? key) => new(
    [
        new() { Entry = new() { Name = "/a", Content = SecretContent.AccessKeyId }, Exists = true, CurrentVersionId = "v", KmsKeyId = key },
        new() { Entry = new() { Name = "/b", Content = SecretContent.SecretAccessKey }, Exists = true, CurrentVersionId = "v", KmsKeyId = key },
        new() { Entry = new() { Name = "/c", Content = SecretContent.SessionToken }, Exists = false },
    ]);
}
