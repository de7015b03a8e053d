using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Rotation;

/// <summary>The layouts when nothing goes wrong, and the way from one to another.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class LayoutTests
{
    private static readonly string[] CombinedCalls =
        ["AssumeRole", "DescribeSecret", "GetCallerIdentity", "PutSecretValue"];

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private FakeTimeProvider _time = new();

    [SetUp]
    public void StartAtNoon() => _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Rotate_CombinedAndNothingThere_CreatesOneSecretUnderTheRotationId()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Paths, Is.EqualTo(["/concourse/team/lab"]));
        Assert.That(harness.Secrets.Names, Is.EqualTo(["/concourse/team/lab"]));
        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_CombinedIsOld_ReplacesItWithFourCalls()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);
        await harness.RotateAsync("lab");
        var first = harness.Session("lab");
        _time.Advance(Hour);
        harness.Aws.ForgetCalls();

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab"), Is.Not.Null.And.Not.EqualTo(first));
        Assert.That(harness.Aws.Calls.Select(call => call.Operation).Order(), Is.EqualTo(CombinedCalls));
    }

    [Test]
    public async Task Rotate_Combined_WritesWhatACredentialProcessPrints()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var session = harness.Session("lab")!;
        Assert.That(
            harness.Secrets.Read("/concourse/team/lab"),
            Is.EqualTo($$"""{"Version":1,"AccessKeyId":"{{session.AccessKeyId}}","SecretAccessKey":"{{session.SecretAccessKey}}","SessionToken":"{{session.SessionToken}}","Expiration":"{{rotated.Expiration.UtcDateTime:yyyy-MM-ddTHH:mm:ss}}Z"}"""));
    }

    [Test]
    public async Task Rotate_CombinedIsFresh_IsSkipped()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);
        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        var skipped = await harness.RotateAsync<SkippedOutcome>("lab");

        Assert.That(skipped.RotationId, Is.EqualTo(rotated.RotationId));
        Assert.That(skipped.Paths, Is.EqualTo(["/concourse/team/lab"]));
    }

    [Test]
    public async Task Rotate_CombinedWrittenByAnotherTool_IsReplacedThoughItIsNew()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);
        harness.Secrets.Write("/concourse/team/lab", Guid.NewGuid().ToString(), """{"Version":1}""");

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_Both_PromotesFourSecretsUnderOneId()
    {
        await using var harness = await StartAsync(SecretLayout.Both);

        var rotated = await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(rotated.Paths, Is.EqualTo(harness.Names("lab")).And.Count.EqualTo(4));
        Assert.That(harness.ConsistentId("lab"), Is.EqualTo(rotated.RotationId.ToString()));
        Assert.That(harness.Session("lab"), Is.Not.Null);
    }

    [Test]
    public async Task Rotate_BothAndTheCombinedSecretCannotBePromoted_RollsBackAllFour()
    {
        await using var harness = await StartAsync(SecretLayout.Both);
        await harness.RotateAsync("lab");
        var (id, session) = (harness.ConsistentId("lab"), harness.Session("lab"));
        _time.Advance(Hour);
        harness.Aws.On("UpdateSecretVersionStage", "/concourse/team/lab").Respond(Fault.AccessDenied);

        var failed = await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(failed.Step, Is.EqualTo(RotationStep.Promote));
        Assert.That((harness.ConsistentId("lab"), harness.Session("lab")), Is.EqualTo((id, session)));
    }

    // A reader of three secrets still gets all of one session, and so does a reader of the combined one.
    [TestCase(SecretLayout.Separate)]
    [TestCase(SecretLayout.Combined)]
    public async Task Rotate_FirstRotationInBothIsRolledBack_IsNotTorn(SecretLayout before)
    {
        await using var harness = await StartAsync(before);
        await harness.RotateAsync("lab");
        _time.Advance(Hour);
        harness.Aws.On("UpdateSecretVersionStage").Respond(Fault.AccessDenied);

        var report = await harness.RotateAsync(Make.Team("team", [Account("lab", SecretLayout.Both)]));

        Assert.That(report.Accounts.Single(), Is.TypeOf<FailedOutcome>());
    }

    [Test]
    public async Task Rotate_LayoutOfAnAccount_TakesPrecedenceOverThatOfTheHost()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);

        var report = await harness.RotateAsync(Make.Team("team", [Account("lab", SecretLayout.Separate), Account("prod", null)]));

        Assert.That(report.Accounts.Select(outcome => outcome.As<RotatedOutcome>().Paths.Count), Is.EqualTo([3, 1]));
    }

    [Test]
    public async Task Rotate_FromSeparateByBothToCombined_RotatesAtEachChangeAndNamesWhatIsLeftBehind()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        await RotateAsync(harness, SecretLayout.Separate);

        var both = await RotateAsync(harness, SecretLayout.Both);
        var fresh = await harness.RotateAsync(Make.Team("team", [Account("lab", SecretLayout.Combined)]));
        _time.Advance(Hour);
        var sameDay = await RotateAsync(harness, SecretLayout.Combined);
        _time.Advance(12 * Hour);
        var before = harness.Secrets.ReadTogether(Separate);
        var combined = await RotateAsync(harness, SecretLayout.Combined);

        Assert.That(both.LeftBehind, Is.Empty);
        Assert.That(fresh.Accounts.Single(), Is.TypeOf<SkippedOutcome>(), "the combined secret of both is as fresh as the others");
        Assert.That(sameDay.LeftBehind, Is.Empty, "not looked for before the next day");
        Assert.That(combined.LeftBehind, Is.EqualTo(Separate));
        Assert.That(harness.Secrets.ReadTogether(Separate), Is.EqualTo(before), "left behind is not touched");
        Assert.That(harness.Log.Lines, Has.One.Contains("its layout does not need these secrets any more").And.One.Contains("/concourse/team/lab-access-key"));
    }

    [Test]
    public async Task Rotate_DirectlyFromSeparateToCombined_NamesWhatIsLeftBehindAtOnce()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        await RotateAsync(harness, SecretLayout.Separate);

        Assert.That((await RotateAsync(harness, SecretLayout.Combined)).LeftBehind, Is.EqualTo(Separate));
    }

    [Test]
    public async Task Rotate_BackFromBothToSeparate_NamesTheCombinedSecret()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        await RotateAsync(harness, SecretLayout.Both);
        _time.Advance(12 * Hour);

        Assert.That((await RotateAsync(harness, SecretLayout.Separate)).LeftBehind, Is.EqualTo(["/concourse/team/lab"]));
    }

    [Test]
    public async Task Rotate_SecretsOfAnotherTool_AreNotCalledLeftBehind()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);
        harness.WriteAsAnotherTool("lab");

        Assert.That((await RotateAsync(harness, SecretLayout.Combined)).LeftBehind, Is.Empty);
    }

    [Test]
    public async Task Rotate_LeftBehindSecretsThatAreScheduledForDeletion_AreNotNamedAndNotRestored()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        await RotateAsync(harness, SecretLayout.Separate);
        Array.ForEach(Separate, harness.Secrets.ScheduleDeletion);

        Assert.That((await RotateAsync(harness, SecretLayout.Combined)).LeftBehind, Is.Empty);
        Assert.That(Separate.Select(harness.Secrets.IsScheduledForDeletion), Has.All.True);
    }

    [Test]
    public async Task Rotate_NeighborHasTheNameInItsOwnLayout_IsNotCalledLeftBehind()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        var team = Make.Team("team", [Account("a", null), Account("a-access-key", null)]);
        await harness.RotateAsync(team);
        _time.Advance(12 * Hour);

        var report = await harness.RotateAsync(team);

        Assert.That(report.Accounts.SelectMany(outcome => outcome.As<RotatedOutcome>().LeftBehind), Is.Empty);
    }

    [Test]
    public async Task Rotate_OtherLayoutsCannotBeRead_IsRotatedAllTheSame()
    {
        await using var harness = await StartAsync(SecretLayout.Combined);
        harness.Aws.On(call => call.Operation is "DescribeSecret" && call.Resource != "/concourse/team/lab").Respond(Fault.AccessDenied);

        Assert.That((await harness.RotateAsync<RotatedOutcome>("lab")).LeftBehind, Is.Empty);
    }

    [Test]
    public async Task Rotate_OneOfTheOtherSecretsCannotBeRead_NamesTheRest()
    {
        await using var harness = await StartAsync(SecretLayout.Separate);
        await RotateAsync(harness, SecretLayout.Separate);
        harness.Aws.On("DescribeSecret", Separate[1]).Respond(Fault.AccessDenied);

        Assert.That((await RotateAsync(harness, SecretLayout.Combined)).LeftBehind, Is.EqualTo([Separate[0], Separate[2]]));
    }

    [Test]
    public async Task Rotate_OtherLayoutsAreThrottledForever_IsRotatedAllTheSame()
    {
        await using var harness = await RotationHarness.StartAsync(options => options.Layout = SecretLayout.Combined);
        harness.Aws.On(call => call.Operation is "DescribeSecret" && call.Resource != "/concourse/team/lab").Respond(Fault.Throttled);

        await harness.RotateAsync<RotatedOutcome>("lab");
    }

    [Test]
    public async Task Rotate_StrategyThatThrowsForOtherLayouts_IsRotatedAllTheSame()
    {
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddSingleton<ISecretPathStrategy>(new SeparateForLab()));

        Assert.That((await harness.RotateAsync<RotatedOutcome>("lab")).LeftBehind, Is.Empty);
    }

    private static string[] Separate => [.. RotationHarness.Parts.Select(part => RotationHarness.Name("lab", part))];

    private static Account Account(string name, SecretLayout? layout) => Make.Account(name, RotationHarness.RoleArn(name), layout: layout);

    private static async Task<RotatedOutcome> RotateAsync(RotationHarness harness, SecretLayout layout) =>
        (await harness.RotateAsync(Make.Team("team", [Account("lab", layout)]))).Accounts.Single().As<RotatedOutcome>();

    private Task<RotationHarness> StartAsync(SecretLayout layout) => RotationHarness.StartAsync(options => options.Layout = layout, _time);

    private sealed class SeparateForLab : ISecretPathStrategy
    {
        private readonly TemplateSecretPathStrategy _template = new(TemplateSecretPathStrategy.DefaultTemplate);

        public string GetPath(SecretPathContext context) =>
            context is { Account: "lab", Content: SecretContent.Credentials } ? throw new KeyNotFoundException("no combined secret of lab") : _template.GetPath(context);
    }
}
