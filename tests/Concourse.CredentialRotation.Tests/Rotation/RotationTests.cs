using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>The protocol when nothing goes wrong.</summary>
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

        var outcome = await harness.RotateAsync("lab");

        var rotated = As<RotatedOutcome>(outcome);
        Assert.That(rotated.Paths, Is.EqualTo(RotationHarness.Parts.Select(part => RotationHarness.Name("lab", part))));
        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab")?.Expiration, Is.EqualTo(rotated.Expiration).Within(TimeSpan.FromSeconds(1)));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Order(), Is.EqualTo(SteadyCalls.Concat(Enumerable.Repeat("CreateSecret", 3)).Order()));
        Assert.That(harness.Aws.Calls.Count(call => call.Error is not null), Is.EqualTo(3), "only the three secrets that are not found");
    }

    [Test]
    public async Task Rotate_DeadlineFarEnough_Rotates()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), TimeProvider.System.GetUtcNow().AddMinutes(5), CancellationToken.None);

        As<RotatedOutcome>(report.Accounts.Single());
    }

    [Test]
    public async Task Rotate_EachOutcome_IsLoggedOnce()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("denied"), new LocalRole(IsDenied: true));
        var team = new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200), new("denied", RotationHarness.RoleArn("denied"))]);
        await harness.Rotator.RotateAsync(team);
        await harness.Rotator.RotateAsync(new Team("team", [team.Accounts[0]]));

        var lines = harness.Log.Lines.Where(line => line.StartsWith("Account ", StringComparison.Ordinal)).Select(line => string.Join(' ', line.Split(' ', ',').Take(6)));

        Assert.That(lines, Is.EquivalentTo(new[]
        {
            "Account lab of team team: rotated", "Account lab of team team: The", "Account denied of team team: failed", "Account lab of team team: skipped",
        }));
    }

    [Test]
    public async Task Rotate_SetIsOld_ReplacesItWithElevenCalls()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var harness = await RotationHarness.StartAsync(time: time);
        await harness.RotateAsync("lab");
        var first = harness.Session("lab");
        time.Advance(TimeSpan.FromMinutes(50));
        harness.Aws.ForgetCalls();

        var rotated = As<RotatedOutcome>(await harness.RotateAsync("lab"));

        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab"), Is.Not.Null.And.Not.EqualTo(first));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Order(), Is.EqualTo(SteadyCalls));
    }

    [TestCase(9, "skipped")]
    [TestCase(10, "rotated")]
    [TestCase(11, "rotated")]
    public async Task Rotate_Again_SkipsWhatIsYoungerThanMinimumAge(int minutes, string kind)
    {
        // A whole millisecond, as a rotation id tells it.
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        await using var harness = await RotationHarness.StartAsync(time: time);
        await harness.RotateAsync("lab");
        time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.That((await harness.RotateAsync("lab")).Kind, Is.EqualTo(kind));
    }

    [Test]
    public async Task Rotate_StillFresh_OnlyDescribes()
    {
        await using var harness = await RotationHarness.StartAsync();
        var first = As<RotatedOutcome>(await harness.RotateAsync("lab"));
        harness.Aws.ForgetCalls();

        var skipped = As<SkippedOutcome>(await harness.RotateAsync("lab"));

        Assert.That(skipped.RotationId, Is.EqualTo(first.RotationId));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation), Is.EqualTo(new[] { "DescribeSecret", "DescribeSecret", "DescribeSecret" }));
    }

    [TestCase(null, true, 3600)]
    [TestCase(900, true, 900)]
    [TestCase(7200, true, 3600)]
    [TestCase(7200, false, 7200)]
    public async Task Rotate_StillFresh_SaysHowOldItIsAndAboutWhenItExpires(int? duration, bool isChained, int expected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var team = new Team("team", [new("lab", RotationHarness.RoleArn("lab"), duration)]);
        await using var harness = await RotationHarness.StartAsync(time: time, caller: sts => isChained ? sts.ExecutionRole : sts.User);
        var first = As<RotatedOutcome>((await harness.Rotator.RotateAsync(team)).Accounts.Single());
        time.Advance(TimeSpan.FromSeconds(90));

        var skipped = As<SkippedOutcome>((await harness.Rotator.RotateAsync(team)).Accounts.Single());

        Assert.That((skipped.RotationId, skipped.Age), Is.EqualTo((first.RotationId, TimeSpan.FromSeconds(90))));
        Assert.That(skipped.EstimatedExpiration, Is.EqualTo(first.RotationId.CreatedAt.AddSeconds(expected)));
    }

    [Test]
    public async Task Rotate_StillFreshAndTheCallerIsNotTold_DoesNotSayWhenItExpires()
    {
        await using var harness = await RotationHarness.StartAsync();
        await harness.RotateAsync("lab");
        harness.Aws.Intercept = (call, _) => Task.FromResult(call.Operation is "GetCallerIdentity" ? Fault.AccessDenied : null);

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        Assert.That(As<SkippedOutcome>(report.Accounts.Single()).EstimatedExpiration, Is.Null);
    }

    [Test]
    public async Task Rotate_Rotated_TellsTheAccessKeyIdOfTheSession()
    {
        await using var harness = await RotationHarness.StartAsync();

        var rotated = As<RotatedOutcome>(await harness.RotateAsync("lab"));

        Assert.That(rotated.AccessKeyId, Is.EqualTo(harness.Session("lab")!.AccessKeyId));
    }

    [Test]
    public async Task Rotate_MinimumAgeZero_NeverSkips()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MinimumAge = TimeSpan.Zero);
        await harness.RotateAsync("lab");

        As<RotatedOutcome>(await harness.RotateAsync("lab"));
    }

    [Test]
    public async Task Rotate_ChainedCallerAndLongDuration_CapsItAndSaysSo()
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var rotated = As<RotatedOutcome>(report.Accounts.Single());
        Assert.That(rotated.Warnings.Single(), Does.Contain("3600").And.Contains("7200").And.Contains("role chaining"));
        Assert.That(rotated.Expiration - rotated.RotationId.CreatedAt, Is.EqualTo(TimeSpan.FromHours(1)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Rotate_CallerIsAUser_KeepsTheLongDuration()
    {
        await using var harness = await RotationHarness.StartAsync(caller: sts => sts.User);

        var report = await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), 7200)]));

        var rotated = As<RotatedOutcome>(report.Accounts.Single());
        Assert.That(rotated.Warnings, Is.Empty);
        Assert.That(rotated.Expiration - rotated.RotationId.CreatedAt, Is.EqualTo(TimeSpan.FromHours(2)).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task Rotate_ManyAccounts_ReportsThemInTheirOrder()
    {
        await using var harness = await RotationHarness.StartAsync();
        var names = Enumerable.Range(1, 40).Select(i => $"account-{i}").ToArray();

        var report = await harness.Rotator.RotateAsync(RotationHarness.Team(names));

        Assert.That(report.Accounts.Select(account => (account.Account, account.Kind)), Is.EqualTo(names.Select(name => (name, "rotated"))));
        Assert.That(names.Select(harness.Session), Has.None.Null.And.Unique);
    }

    [Test]
    public async Task Rotate_SeveralAccounts_RunsAsManyAtOnceAsTheOptionSays()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.MaxConcurrency = 3);
        using var arrived = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        harness.Aws.Intercept = async (call, aborted) =>
        {
            if (call.Operation is "AssumeRole")
            {
                arrived.Release();
                await go.WaitAsync(aborted);
            }

            return null;
        };

        var rotation = harness.Rotator.RotateAsync(RotationHarness.Team("a", "b", "c", "d"));
        for (var i = 0; i < 3; i++)
        {
            await arrived.WaitAsync();
        }

        var begun = harness.Aws.Calls.Where(call => call.Operation is "DescribeSecret").Select(call => call.Resource.Split('/')[3][0]).Distinct().Count();
        go.Release(4);

        Assert.That((await rotation).Succeeded, Is.True);
        Assert.That(begun, Is.EqualTo(3));
    }

    [Test]
    public async Task Rotate_SecretsAreCreated_WithKeyAndTags()
    {
        await using var harness = await RotationHarness.StartAsync(options =>
        {
            options.KmsKeyId = "alias/concourse";
            options.Tags["owner"] = "platform";
        });

        As<RotatedOutcome>(await harness.RotateAsync("lab"));

        Assert.That(harness.Secrets.Names, Has.Count.EqualTo(3));
        foreach (var name in harness.Secrets.Names)
        {
            Assert.That(harness.Secrets.KmsKeyId(name), Is.EqualTo("alias/concourse"));
            Assert.That(harness.Secrets.Tags(name), Is.EqualTo(new Dictionary<string, string> { ["owner"] = "platform" }));
        }
    }

    [Test]
    public async Task Rotate_RoleThatAsksForTheTeamsExternalId_IsAssumed()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(RequiredExternalId: "concourse/team"));

        As<RotatedOutcome>(await harness.RotateAsync("lab"));
    }

    // GetCallerIdentity answers with the name as the role was created.
    [Test]
    public async Task Rotate_RoleNamedInAnotherCase_IsRotated()
    {
        await using var harness = await RotationHarness.StartAsync();
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(AnsweredArn: "arn:aws:iam::123456789999:role/Lab"));

        As<RotatedOutcome>(await harness.RotateAsync("lab"));

        Assert.That(harness.Session("lab")!.Arn, Does.Contain(":assumed-role/Lab/"));
    }

    [Test]
    public async Task Rotate_SessionSettings_AreAskedForAndNothingElse()
    {
        await using var harness = await RotationHarness.StartAsync();
        var settings = new SessionSettings(
            "{{.Account}}@{{.Team}}",
            ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            """{"Version":"2012-10-17"}""",
            new Dictionary<string, string> { ["team"] = "t" },
            ["team"],
            "concourse");

        await harness.Rotator.RotateAsync(new Team("team", [new("lab", RotationHarness.RoleArn("lab"), null, settings), new("live", RotationHarness.RoleArn("live"))]));

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

    [Test]
    public async Task Rotate_OwnExternalIdPrefix_IsSent()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.ExternalIdPrefix = "blue:");
        harness.Aws.Sts.Role(RotationHarness.RoleArn("lab"), new LocalRole(RequiredExternalId: "blue:team"));
        harness.Aws.Policy = null; // It allows the default prefix.

        As<RotatedOutcome>(await harness.RotateAsync("lab"));
    }

    [Test]
    public async Task Rotate_RoleThatIsNotAllowed_AsksAwsNothing()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.AllowedRoles.Add(new() { RoleArn = "arn:aws:iam::*:role/{{.Team}}-*" }));

        Assert.That(() => harness.RotateAsync("lab"), Throws.TypeOf<InvalidTeamException>().With.Message.Contains("accounts[0].roleArn: must be a role that this installation allows the team"));
        Assert.That(harness.Aws.Calls, Is.Empty);
    }

    [TestCase("a")]
    [TestCase("a-team-whose-name-is-so-long-that-no-session-name-could-ever-take-all-of-it-and-then-some")]
    public async Task Rotate_ShortOrLongTeamName_StillWorks(string team)
    {
        await using var harness = await RotationHarness.StartAsync();

        var report = await harness.Rotator.RotateAsync(new Team(team, [new("lab", RotationHarness.RoleArn("lab"))]));

        As<RotatedOutcome>(report.Accounts.Single());
    }

    private static T As<T>(AccountOutcome outcome)
        where T : AccountOutcome => outcome as T ?? throw new AssertionException($"expected {typeof(T).Name}, got {outcome}");
}
