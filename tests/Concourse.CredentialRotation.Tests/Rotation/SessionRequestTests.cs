using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>Which session STS is asked for.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class SessionRequestTests
{
    [Test]
    public async Task Rotate_ChainedCallerAndLongDuration_CapsItAndWarns()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var rotated = report.Accounts.Single().As<RotatedOutcome>();
        Assert.That(rotated.Warnings.Single(), Does.Contain("3600").And.Contains("7200").And.Contains("role chaining"));
        Assert.That(rotated.Expiration - rotated.RotationId.CreatedAt, Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Rotate_CallerIsAUser_KeepsTheLongDuration()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);

        var report = await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var rotated = report.Accounts.Single().As<RotatedOutcome>();
        Assert.That(rotated.Warnings, Is.Empty);
        Assert.That(rotated.Expiration - rotated.RotationId.CreatedAt, Is.EqualTo(TimeSpan.FromHours(2)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Rotate_RoleThatRequiresTheTeamsExternalId_IsAssumed()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(RequiredExternalId: "concourse/team"));

        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    [Test]
    public async Task Rotate_OwnExternalIdPrefix_IsSent()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ExternalIdPrefix = "blue:");
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(RequiredExternalId: "blue:team"));
        harness.Aws.Policy = null; // It allows the default prefix.

        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    [Test]
    public async Task Rotate_SessionSettings_AreSentAndNothingElse()
    {
        await using var harness = await RotationHarness.StartAsync();
        var settings = new SessionSettings { Name = "{{.Account}}@{{.Team}}", PolicyArns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"], Policy = """{"Version":"2012-10-17"}""", Tags = new Dictionary<string, string> { ["team"] = "t" }, TransitiveTagKeys = ["team"], SourceIdentity = "concourse" };

        await harness.RotateAsync(Make.Team("team", [Make.Account("lab", RotationHarness.RoleArn("lab"), null, settings), Make.Account("live", RotationHarness.RoleArn("live"))]));

        var requests = harness.Aws.Sts.Sessions.ToDictionary(session => session.Request["RoleArn"].Split('/')[1], session => session.Request);
        string[] always = ["Action", "Version", "RoleArn", "RoleSessionName", "ExternalId", "DurationSeconds"];
        Assert.That(requests["live"].Keys, Is.EquivalentTo(always));
        Assert.That(requests["lab"].Where(field => !always.Contains(field.Key)).Append(new("RoleSessionName", requests["lab"]["RoleSessionName"])), Is.EquivalentTo(new Dictionary<string, string>
        {
            ["RoleSessionName"] = "lab@team",
            ["PolicyArns.member.1.arn"] = "arn:aws:iam::aws:policy/ReadOnlyAccess",
            ["Policy"] = """{"Version":"2012-10-17"}""",
            ["Tags.member.1.Key"] = "team",
            ["Tags.member.1.Value"] = "t",
            ["TransitiveTagKeys.member.1"] = "team",
            ["SourceIdentity"] = "concourse",
        }));
    }
}
