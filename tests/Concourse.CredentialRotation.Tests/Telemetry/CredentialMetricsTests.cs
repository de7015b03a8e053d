using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>The validity and the age of credentials, which change while nothing is rotated.</summary>
[CancelAfter(TimeLimits.Test)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CredentialMetricsTests : IAsyncDisposable
{
    // A whole second, since sessions expire at one.
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()));
    private RotationHarness _harness = null!;
    private MetricCollector<double> _validity = null!;
    private MetricCollector<double> _age = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _harness = await RotationHarness.StartAsync(time: _time, before: services => services.AddMetrics());
        _ = _harness.Rotator;
        _validity = _harness.Collect<double>(MetricNames.Validity);
        _age = _harness.Collect<double>(MetricNames.Age);
    }

    public async ValueTask DisposeAsync()
    {
        _validity.Dispose();
        _age.Dispose();
        await _harness.DisposeAsync();
    }

    [Test]
    public void Observe_BeforeTheFirstRotation_IsEmpty() => Assert.That(_validity.Observe(), Is.Empty);

    [Test]
    public async Task Observe_NothingRotated_ValidityFallsAndAgeRises()
    {
        await _harness.RotateAsync("lab");
        Assert.That((_validity.Observe()["team/lab"], _age.Observe()["team/lab"]), Is.EqualTo((3600, 0)));

        _time.Advance(TimeSpan.FromMinutes(70));

        Assert.That((_validity.Observe()["team/lab"], _age.Observe()["team/lab"]), Is.EqualTo((-600, 4200)));
    }

    [TestCase("DescribeSecret", Description = "the secrets cannot even be read")]
    [TestCase("AssumeRole")]
    [TestCase("UpdateSecretVersionStage")]
    public async Task Observe_RotationsFail_ValidityGoesOnFalling(string operation)
    {
        await _harness.RotateAsync("lab");
        _harness.Aws.On(operation).Respond(Fault.AccessDenied);

        foreach (var left in new[] { 2400, 1200, 0, -1200 })
        {
            _time.Advance(TimeSpan.FromMinutes(20));
            await _harness.RotateAsync<FailedOutcome>("lab");
            Assert.That((_validity.Observe()["team/lab"], _age.Observe()["team/lab"]), Is.EqualTo((left, 3600 - left)));
        }
    }

    [Test]
    public async Task Observe_RotatedAgain_StartsAnew()
    {
        await _harness.RotateAsync("lab");
        _time.Advance(TimeSpan.FromMinutes(50));

        await _harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That((_validity.Observe()["team/lab"], _age.Observe()["team/lab"]), Is.EqualTo((3600, 0)));
    }

    [Test]
    public async Task Observe_Skipped_IsThatOfTheCurrentRotation()
    {
        await _harness.RotateAsync("lab");
        _time.Advance(TimeSpan.FromMinutes(5));

        await _harness.RotateAsync<SkippedOutcome>("lab");

        Assert.That((_validity.Observe()["team/lab"], _age.Observe()["team/lab"]), Is.EqualTo((3300, 300)));
    }

    [Test]
    public async Task Observe_AccountWithoutSecretsFails_IsZero()
    {
        _harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        await _harness.RotateAsync("lab");
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.That(_validity.Observe()["team/lab"], Is.Zero);
        Assert.That(_age.Observe(), Is.Empty);
    }

    [Test]
    public async Task Observe_SecretsOfAnotherTool_AreNotKnown()
    {
        _harness.WriteAsAnotherTool("lab");
        Array.ForEach(RotationHarness.Parts, part => _harness.Secrets.Write(RotationHarness.Name("lab", part), "11111111-1111-1111-1111-111111111111", part));
        _harness.Aws.On("AssumeRole").Respond(Fault.AccessDenied);

        await _harness.RotateAsync("lab");

        Assert.That(_validity.Observe(), Is.Empty);
    }

    [Test]
    public async Task Observe_OneAccountFails_TheOthersAreNotAffected()
    {
        await _harness.RotateAsync(RotationHarness.Team("lab", "broken"));
        _harness.Aws.On("AssumeRole", RotationHarness.RoleArn("broken")).Respond(Fault.AccessDenied);
        _time.Advance(TimeSpan.FromHours(2));

        await _harness.RotateAsync(RotationHarness.Team("lab", "broken"));

        Assert.That(_validity.Observe(), Is.EquivalentTo(new Dictionary<string, double> { ["team/lab"] = 3600, ["team/broken"] = -3600 }));
    }

    [Test]
    public async Task Observe_AccountWasRemovedFromTheTeam_IsForgotten()
    {
        await _harness.RotateAsync(RotationHarness.Team("lab", "removed"));

        await _harness.RotateAsync(RotationHarness.Team("lab"));

        Assert.That(_validity.Observe().Keys, Is.EqualTo(new[] { "team/lab" }));
    }

    [TestCase(24, 1)]
    [TestCase(25, 0)]
    public async Task Observe_TeamIsNotRotatedAnyMore_IsForgottenAfterADay(int hours, int expected)
    {
        await _harness.RotateAsync("lab");

        _time.Advance(TimeSpan.FromHours(hours));

        Assert.That(_validity.Observe(), Has.Count.EqualTo(expected));
    }
}
