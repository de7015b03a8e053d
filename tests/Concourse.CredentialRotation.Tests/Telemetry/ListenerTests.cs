using System.Diagnostics;
using System.Diagnostics.Metrics;
using Concourse.CredentialRotation.LocalAws;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>Who gets the metrics, and what listeners cannot do to a rotation.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class ListenerTests
{
    [Test]
    public async Task Collect_TwoContainers_EachHasItsOwnMetrics()
    {
        await using var one = await RotationHarness.StartAsync(before: services => services.AddMetrics());
        await using var other = await RotationHarness.StartAsync(before: services => services.AddMetrics());
        _ = other.Rotator;
        using var rotations = other.Collect<long>(MetricNames.Rotations);
        using var validity = other.Collect<double>(MetricNames.Validity);

        await one.RotateAsync("lab");

        Assert.That(rotations.GetMeasurementSnapshot(), Is.Empty);
        Assert.That(validity.Observe(), Is.Empty);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Collect_ContainerIsDisposed_ReportsNothingMore(bool hasFactory)
    {
        var harness = await RotationHarness.StartAsync(before: services => _ = hasFactory ? services.AddMetrics() : services);
        using var validity = new MetricCollector<double>(
            harness.Services.GetService<IMeterFactory>(), CredentialRotationTelemetry.MeterName, MetricNames.Validity);
        await harness.RotateAsync("lab");
        Assert.That(validity.Observe().Keys, Is.EqualTo(new[] { "team/lab" }), "without a factory, the library has a meter of its own");

        await harness.DisposeAsync();

        Assert.That(validity.Observe(), Is.Empty);
    }

    [Test]
    public async Task Rotate_AfterAnotherHarnessIsDisposed_IsNotRecordedByIt()
    {
        var disposed = await RotationHarness.StartAsync();
        var log = disposed.Log;
        await disposed.RotateAsync("lab");
        await disposed.DisposeAsync();
        var recorded = log.Telemetry.Count;
        await using var other = await RotationHarness.StartAsync();

        await other.RotateAsync("lab");

        Assert.That(recorded, Is.Positive);
        Assert.That(log.Telemetry, Has.Count.EqualTo(recorded), "a listener that stays would record every later test of the process");
    }

    [Test]
    public async Task Meter_Version_IsThatOfThePackage()
    {
        await using var harness = await RotationHarness.StartAsync(before: services => services.AddMetrics());
        _ = harness.Rotator;
        using var rotations = harness.Collect<long>(MetricNames.Rotations);

        Assert.That(CredentialRotationTelemetry.Version, Does.Match(@"^\d+\.\d+\.\d+(-[\w.]+)?$"));
        await harness.RotateAsync("lab");
        Assert.That(rotations.Instrument!.Meter.Version, Is.EqualTo(CredentialRotationTelemetry.Version));
    }

    [TestCase("start")]
    [TestCase("sample")]
    [TestCase("stop")]
    [TestCase("measure")]
    public async Task Rotate_ListenerThrows_EndsAsWithoutIt(string moment)
    {
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == CredentialRotationTelemetry.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => Throw(moment is "sample", ActivitySamplingResult.AllDataAndRecorded),
            ActivityStarted = _ => Throw(moment is "start", 0),
            ActivityStopped = _ => Throw(moment is "stop", 0),
        };
        using var measurements = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == CredentialRotationTelemetry.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        measurements.SetMeasurementEventCallback<long>((_, _, _, _) => Throw(moment is "measure", 0));
        measurements.SetMeasurementEventCallback<double>((_, _, _, _) => Throw(moment is "measure", 0));
        await using var harness = await RotationHarness.StartAsync();
        harness.WriteAsAnotherTool("lab");
        harness.Aws.On("UpdateSecretVersionStage").PerResource().First(2).Respond(Fault.Throttled);
        ActivitySource.AddActivityListener(activities);
        measurements.Start();
        using var caller = new Activity("caller").Start();

        await harness.RotateAsync<RotatedOutcome>("lab");

        Assert.That(harness.Session("lab"), Is.Not.Null);
        Assert.That(Activity.Current, Is.SameAs(caller));
    }

    private static T Throw<T>(bool now, T otherwise) => now ? throw new InvalidOperationException("A listener failed.") : otherwise;
}
