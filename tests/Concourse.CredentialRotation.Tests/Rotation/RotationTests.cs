using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>The protocol when nothing goes wrong.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RotationTests
{
    private static readonly string[] SteadyCalls =
    [
        "AssumeRole", "DescribeSecret", "DescribeSecret", "DescribeSecret", "GetCallerIdentity", "PutSecretValue", "PutSecretValue", "PutSecretValue",
        "UpdateSecretVersionStage", "UpdateSecretVersionStage", "UpdateSecretVersionStage",
    ];

    [TestCase(true)]
    [TestCase(false)]
    public async Task Rotate_NothingThere_CreatesTheSet(bool refusesPromotionInPlace)
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Secrets.RefusesPromotionInPlace = refusesPromotionInPlace;

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Paths, Is.EqualTo(RotationHarness.Parts.Select(part => RotationHarness.Name("lab", part))));
        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab")?.Expiration, Is.EqualTo(rotated.Expiration).Within(TimeSpan.FromSeconds(1)));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Order(), Is.EqualTo(SteadyCalls.Concat(Enumerable.Repeat("CreateSecret", 3)).Append("DescribeSecret").Order()));
        Assert.That(harness.Aws.Calls.Count(call => call.Error is not null), Is.EqualTo(4), "only the secrets that are not found: three of the layout, and the one of another layout that might have been left behind");
    }

    [Test]
    public async Task Rotate_SetIsOld_ReplacesItWithElevenCalls()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        await using var harness = await RotationHarness.StartAsync(time: time);
        await harness.RotateAsync("lab");
        var first = harness.Session("lab");
        time.Advance(TimeSpan.FromMinutes(50));
        harness.Aws.ForgetCalls();

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab"), Is.Not.Null.And.Not.EqualTo(first));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Order(), Is.EqualTo(SteadyCalls));
    }

    [Test]
    public async Task Rotate_Rotated_ReportsTheAccessKeyIdOfTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.AccessKeyId, Is.EqualTo(harness.Session("lab")!.AccessKeyId));
    }

    [Test]
    public async Task Rotate_SecretsAreCreated_WithKeyAndTags()
    {
        await using var harness = await RotationHarness.StartAsync(secretsManager: options =>
        {
            options.KmsKeyId = "alias/concourse";
            options.Tags["owner"] = "platform";
        });

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Secrets.Names, Has.Count.EqualTo(3));
        foreach (var name in harness.Secrets.Names)
        {
            Assert.That(harness.Secrets.KmsKeyId(name), Is.EqualTo("alias/concourse"));
            Assert.That(harness.Secrets.Tags(name), Is.EqualTo(new Dictionary<string, string> { ["owner"] = "platform" }));
        }
    }

    // GetCallerIdentity returns the name as the role was created.
    [Test]
    public async Task Rotate_RoleNamedInAnotherCase_IsRotated()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(SessionRoleArn: "arn:aws:iam::123456789999:role/Lab"));

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab")!.Arn, Does.Contain(":assumed-role/Lab/"));
    }

    [TestCase("a")]
    [TestCase("a-team-whose-name-is-so-long-that-no-session-name-could-ever-take-all-of-it-and-then-some")]
    public async Task Rotate_ShortOrLongTeamName_StillWorks(string team)
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.RotateAsync(Make.Team(team, [Make.Account("lab", RotationHarness.RoleArn("lab"))]));

        report.Accounts.Single().As<RotatedOutcome>();
    }
}
