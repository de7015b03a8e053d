using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>What is counted and measured of a rotation.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class RotationMetricsTests
{
    private const string PromotionCall = "UpdateSecretVersionStage";

    [Test]
    public async Task Rotate_Again_CountsRotatedAndThenSkipped()
    {
        await using var harness = await StartAsync(options => options.MinimumAge = TimeSpan.FromMinutes(10));
        using var rotations = harness.Collect<long>(MetricNames.Rotations);

        await harness.RotateAsync("lab");
        await harness.RotateAsync("lab");

        Assert.That(rotations.Attributes(), Is.EqualTo(new[]
        {
            "account.name=lab concourse.team.name=team outcome=rotated",
            "account.name=lab concourse.team.name=team outcome=skipped",
        }));
        Assert.That(rotations.GetMeasurementSnapshot().Select(measurement => measurement.Value), Is.All.EqualTo(1));
    }

    [TestCase("AssumeRole", "error.type=AccessDenied outcome=failed step=assume")]
    [TestCase("DescribeSecret", "error.type=AccessDeniedException outcome=failed step=inspect")]
    [TestCase("PutSecretValue", "error.type=AccessDeniedException outcome=failed step=stage")]
    [TestCase(PromotionCall, "error.type=AccessDeniedException outcome=failed step=promote")]
    public async Task Rotate_CallDenied_CountsTheFailureWithStepAndError(string operation, string expected)
    {
        await using var harness = await StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On(operation).Respond(Fault.AccessDenied);
        using var rotations = harness.Collect<long>(MetricNames.Rotations);

        await harness.RotateAsync<FailedOutcome>("lab");

        Assert.That(rotations.Attributes(), Is.EqualTo(new[] { $"account.name=lab concourse.team.name=team {expected}" }));
    }

    [Test]
    public async Task Rotate_AnotherRotationFinishesFirst_CountsSuperseded()
    {
        await using var harness = await StartAsync();
        await harness.RotateAsync("lab");
        harness.Aws.On(PromotionCall).Nth(1).Do(() => harness.RotateAsync("lab"));
        using var rotations = harness.Collect<long>(MetricNames.Rotations);

        await harness.RotateAsync<SupersededOutcome>("lab");

        Assert.That(rotations.Attributes(), Has.One.EndsWith("outcome=superseded"));
    }

    [Test]
    public async Task Rotate_Torn_CountsItWithTheError()
    {
        await using var harness = await StartAsync();
        await harness.RotateAsync("lab");
        harness.Secrets.Write(RotationHarness.Name("lab", "access-key"), RotationId.Create(TimeProvider.System.GetUtcNow()).ToString(), "by another rotation");
        harness.Aws.On(PromotionCall, RotationHarness.Name("lab", "session-token")).Respond(Fault.AccessDenied);
        using var rotations = harness.Collect<long>(MetricNames.Rotations);
        using var duration = harness.Collect<double>(MetricNames.Duration);

        await harness.RotateAsync<TornOutcome>("lab");

        Assert.That(rotations.Attributes(), Is.EqualTo(new[] { "account.name=lab concourse.team.name=team error.type=AccessDeniedException outcome=torn" }));
        Assert.That(duration.Attributes(), Is.EqualTo(new[] { "concourse.team.name=team error.type=torn" }));
    }

    [Test]
    public async Task Rotate_DeadlineIsTooNear_CountsTheFailureWithThatReason()
    {
        await using var harness = await StartAsync();
        using var rotations = harness.Collect<long>(MetricNames.Rotations);

        await harness.Rotator.RotateAsync(RotationHarness.Team("lab"), TimeProvider.System.GetUtcNow());

        Assert.That(rotations.Attributes(), Is.EqualTo(new[] { "account.name=lab concourse.team.name=team error.type=deadline_exceeded outcome=failed step=inspect" }));
    }

    [TestCase(SecretLayout.Separate)]
    [TestCase(SecretLayout.Combined)]
    public async Task Rotate_ExistingSet_MeasuresEachStepOnce(SecretLayout layout)
    {
        await using var harness = await StartAsync(options => options.Layout = layout);
        await harness.RotateAsync("lab");
        using var steps = harness.Collect<double>(MetricNames.StepDuration);

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(steps.Attributes(), Is.EqualTo(new[] { "step=inspect", "step=assume", "step=verify", "step=stage", "step=promote" }));
    }

    [Test]
    public async Task Rotate_StepFails_MeasuresItWithTheErrorAndNoLaterOne()
    {
        await using var harness = await StartAsync();
        harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);
        using var steps = harness.Collect<double>(MetricNames.StepDuration);

        await harness.RotateAsync("lab");

        Assert.That(steps.Attributes(), Is.EqualTo(new[] { "step=inspect", "error.type=AccessDenied step=assume" }));
    }

    [Test]
    public async Task Rotate_TimePasses_IsTheDurationOfTheStepAndOfTheTeam()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var writer = StubWriter.Create(_ =>
        {
            time.Advance(TimeSpan.FromSeconds(7));
            return SecretWriteResult.Written;
        });
        await using var harness = await StartAsync(time: time, before: services => services.AddSingleton(writer));
        using var steps = harness.Collect<double>(MetricNames.StepDuration);
        using var duration = harness.Collect<double>(MetricNames.Duration);

        await harness.RotateAsync("lab");

        Assert.That(steps.GetMeasurementSnapshot().Single(step => (string?)step.Tags[AttributeNames.Step] is "stage").Value, Is.EqualTo(7));
        Assert.That(duration.GetMeasurementSnapshot().Single().Value, Is.EqualTo(7));
        Assert.That(duration.Attributes(), Is.EqualTo(new[] { "concourse.team.name=team" }));
    }

    [Test]
    public async Task Rotate_RequestsThrottled_CountsThemByOperationAndMeasuresTheWait()
    {
        await using var harness = await StartAsync();
        harness.Aws.On("AssumeRole").First(2).Respond(Fault.Throttled);
        harness.Aws.On("CreateSecret", RotationHarness.Name("lab", "access-key")).First(1).Respond(Fault.Throttled);
        using var requests = harness.Collect<long>(MetricNames.ThrottledRequests);
        using var waited = harness.Collect<double>(MetricNames.ThrottledTime);

        var report = await harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(requests.Attributes(), Is.EqualTo(new[] { "rpc.method=AssumeRole", "rpc.method=AssumeRole", "rpc.method=CreateSecret" }));
        Assert.That(waited.GetMeasurementSnapshot().Sum(wait => wait.Value), Is.EqualTo(report.ThrottledWait.TotalSeconds).Within(1e-6));
    }

    private static Task<RotationHarness> StartAsync(
        Action<CredentialRotationOptions>? configure = null, TimeProvider? time = null, Action<IServiceCollection>? before = null) =>
        RotationHarness.StartAsync(
            options =>
            {
                options.MinimumAge = TimeSpan.Zero;
                configure?.Invoke(options);
            },
            time,
            before: services =>
            {
                services.AddMetrics();
                before?.Invoke(services);
            });
}
