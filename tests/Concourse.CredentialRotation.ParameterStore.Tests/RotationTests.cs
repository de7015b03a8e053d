using Amazon.SimpleSystemsManagement;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.ParameterStore.Tests;

/// <summary>Rotations without a fault, through the whole engine.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RotationTests
{
    // What LocalSts makes a session token of.
    private const int TokenBytes = 300;

    [TestCase(SecretLayout.Separate)]
    [TestCase(SecretLayout.Combined)]
    [TestCase(SecretLayout.Both)]
    public async Task Rotate_SetIsMissing_CreatesEncryptedParameters(SecretLayout layout)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(layout, options =>
        {
            options.KmsKeyId = "alias/concourse";
            options.Tags["owner"] = "platform";
        });

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That(harness.Session?.AccessKeyId, Is.EqualTo(rotated.AccessKeyId));
        Assert.That(harness.MarkedBy, Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Parameters.Names, Is.EquivalentTo(harness.Names));
        Assert.That(harness.Names.Select(harness.Parameters.KeyId), Is.All.EqualTo("alias/concourse"));
        Assert.That(harness.Names.Select(harness.Parameters.Tier), Is.All.EqualTo("Standard"));
        Assert.That(harness.Names.Select(harness.Parameters.Tags), Is.All.EqualTo(new Dictionary<string, string> { ["owner"] = "platform" }));
    }

    [TestCase(SecretLayout.Separate, "DescribeParameters,GetParameters,PutParameter,PutParameter,PutParameter")]
    [TestCase(SecretLayout.Combined, "DescribeParameters,PutParameter")]
    public async Task Rotate_SetIsComplete_SendsNoMoreRequestsThanNeeded(SecretLayout layout, string operations)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(layout);
        await harness.RotateAsync<RotatedOutcome>();

        // The first rotation of a day also looks for secrets that another layout left behind.
        await harness.RotateAsync<RotatedOutcome>();
        harness.Aws.ForgetCalls();
        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That(harness.Aws.Calls.Where(call => !call.IsSts).Select(call => call.Operation), Is.EqualTo(operations.Split(',')));
        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((rotated.AccessKeyId, rotated.RotationId.ToString())));
        Assert.That(harness.Names.Select(harness.Parameters.Version), Is.All.EqualTo(3));
    }

    [Test]
    public async Task Rotate_AnotherKeyIsConfigured_EncryptsWithItFromNowOn()
    {
        var key = "alias/one";
        await using var harness = await ParameterStoreHarness.StartAsync(configure: options => options.KmsKeyId = key);
        await harness.RotateAsync<RotatedOutcome>();
        key = "alias/two";

        await harness.RotateAsync<RotatedOutcome>(harness.CreateRotator());

        Assert.That(harness.Names.Select(harness.Parameters.KeyId), Is.All.EqualTo("alias/two"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Rotate_AnotherToolHasOverwrittenAParameter_IsRepaired(bool keepsDescriptions)
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        harness.Parameters.KeepsDescriptions = keepsDescriptions;
        await harness.RotateAsync<RotatedOutcome>();
        harness.Parameters.Write(ParameterStoreHarness.SecretKeyName, "of another tool");

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((rotated.AccessKeyId, rotated.RotationId.ToString())));
    }

    [Test]
    public async Task Rotate_ParametersOfAnotherTool_AreTakenOver()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Both);
        foreach (var name in harness.Names)
        {
            harness.Parameters.Write(name, $"old {name}", "Created by hand");
        }

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That((harness.Session?.AccessKeyId, harness.MarkedBy), Is.EqualTo((rotated.AccessKeyId, rotated.RotationId.ToString())));
    }

    // Each parameter keeps 100 versions, and more than 100 rotations take only days.
    [Test]
    public async Task Rotate_MoreOftenThanVersionsAreKept_GoesOn()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Combined);
        for (var i = 0; i < 102; i++)
        {
            await harness.RotateAsync<RotatedOutcome>();
        }

        Assert.That(harness.Parameters.Version(ParameterStoreHarness.CombinedName), Is.EqualTo(102));
    }

    [Test]
    public async Task Rotate_FirstPagesAreEmpty_FindsTheParameters()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        (harness.Parameters.EmptyPages, harness.Parameters.PageSize) = (2, 1);
        await harness.RotateAsync<RotatedOutcome>();

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That((harness.MarkedBy, harness.Parameters.Version(ParameterStoreHarness.AccessKeyName)), Is.EqualTo((rotated.RotationId.ToString(), 2)));
    }

    [Test]
    public async Task Rotate_AdvancedParameter_StaysAdvancedWithAWarning()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        await harness.RotateAsync<RotatedOutcome>();
        harness.Parameters.Write(ParameterStoreHarness.SessionTokenName, "of another tool", tier: ParameterTier.Advanced.Value);

        var rotated = await harness.RotateAsync<RotatedOutcome>();

        Assert.That(harness.Parameters.Tier(ParameterStoreHarness.SessionTokenName), Is.EqualTo("Advanced"));
        Assert.That(rotated.Warnings, Is.EqualTo(new[] { $"The following parameters are in the advanced tier, which is charged: {ParameterStoreHarness.SessionTokenName}. A parameter cannot return to the standard tier. To get there, delete it: the next rotation creates it again." }));
    }

    [Test]
    public async Task Rotate_ParameterOfAnotherType_FailsBeforeAnythingIsWritten()
    {
        await using var harness = await ParameterStoreHarness.StartAsync();
        harness.Parameters.Write(ParameterStoreHarness.SecretKeyName, "plain", type: "String");

        var failed = await harness.RotateAsync<FailedOutcome>();

        Assert.That(failed.Error.Message, Is.EqualTo($"The parameter {ParameterStoreHarness.SecretKeyName} is a String, and Parameter Store cannot change its type. Delete it, so that a rotation can create it as a SecureString. Nothing was written."));
        Assert.That((failed.Step, harness.Aws.Calls.Count(call => call.Operation is "PutParameter")), Is.EqualTo((RotationStep.Stage, 0)));
    }

    [TestCase(ParameterStoreTier.Standard, 3000, "Standard")]
    [TestCase(ParameterStoreTier.IntelligentTiering, 5000, "Advanced")]
    [TestCase(ParameterStoreTier.Advanced, 500, "Advanced")]
    public async Task Rotate_ValueThatFits_IsWrittenInItsTier(ParameterStoreTier tier, int length, string expected)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(configure: options => options.Tier = tier);
        harness.Aws.Sts.MakeSecret = bytes => Convert.ToBase64String(bytes).PadRight(bytes.Length == TokenBytes ? length : 0, 't');

        await harness.RotateAsync<RotatedOutcome>();

        Assert.That(harness.Parameters.Tier(ParameterStoreHarness.SessionTokenName), Is.EqualTo(expected));
    }

    [TestCase(ParameterStoreTier.Standard, 5000, "has 5000 bytes, more than the 4096 that the tier Standard allows")]
    [TestCase(ParameterStoreTier.Advanced, 9000, "has 9000 bytes, more than the 8192 that the tier Advanced allows")]
    public async Task Rotate_ValueThatIsTooLong_FailsBeforeAnythingIsWritten(ParameterStoreTier tier, int length, string excess)
    {
        await using var harness = await ParameterStoreHarness.StartAsync(configure: options => options.Tier = tier);
        harness.Aws.Sts.MakeSecret = bytes => Convert.ToBase64String(bytes).PadRight(bytes.Length == TokenBytes ? length : 0, 't');

        var failed = await harness.RotateAsync<FailedOutcome>();

        Assert.That(failed.Error.Message, Does.StartWith($"The value of {ParameterStoreHarness.SessionTokenName} (SessionToken) {excess}. "));
        Assert.That(harness.Parameters.Names, Is.Empty);
    }

    [Test]
    public async Task Rotate_LayoutWasChanged_NamesWhatIsLeftBehind()
    {
        await using var harness = await ParameterStoreHarness.StartAsync(SecretLayout.Combined);
        foreach (var name in new[] { ParameterStoreHarness.AccessKeyName, ParameterStoreHarness.SecretKeyName })
        {
            harness.Parameters.Write(name, "old", new RotationMark(RotationId.Create(TimeProvider.System.GetUtcNow()), 1).ToString());
        }

        Assert.That((await harness.RotateAsync<RotatedOutcome>()).LeftBehind, Is.EqualTo(new[] { ParameterStoreHarness.AccessKeyName, ParameterStoreHarness.SecretKeyName }));
    }
}
