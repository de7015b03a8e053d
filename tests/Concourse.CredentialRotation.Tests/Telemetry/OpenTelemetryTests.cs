using System.Diagnostics;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Concourse.CredentialRotation.Tests.Telemetry;

/// <summary>The OpenTelemetry SDK exports what docs/telemetry.md says, with the code that it shows.</summary>
[CancelAfter(TimeLimits.Test)]
public sealed class OpenTelemetryTests
{
    [Test]
    public async Task Export_Rotation_HasTheMetricsAndTheTraces()
    {
        List<MetricSnapshot> metrics = [];
        List<Activity> traces = [];
        await using var harness = await RotationHarness.StartAsync(before: services =>
            services.AddOpenTelemetry()
                .WithMetrics(builder => builder.AddMeter(CredentialRotationTelemetry.MeterName).AddInMemoryExporter(metrics))
                .WithTracing(builder => builder.AddSource(CredentialRotationTelemetry.ActivitySourceName).AddInMemoryExporter(traces)));
        var meters = harness.Services.GetRequiredService<MeterProvider>();
        var tracers = harness.Services.GetRequiredService<TracerProvider>();
        using var caller = new Activity("caller").Start();

        await harness.RotateAsync("lab");
        meters.ForceFlush();
        tracers.ForceFlush();

        Assert.That(metrics.Select(metric => metric.Name), Is.EquivalentTo(new[]
        {
            MetricNames.Rotations, MetricNames.Duration, MetricNames.StepDuration, MetricNames.Validity, MetricNames.Age,
        }));
        Assert.That(traces.Where(trace => trace.TraceId == caller.TraceId).Select(trace => trace.DisplayName), Has.One.EqualTo("rotate team").And.One.EqualTo("rotate account"));
    }

    [Test]
    public async Task Export_ViewOfTheDocumentation_DropsTheAccount()
    {
        List<MetricSnapshot> metrics = [];
        await using var harness = await RotationHarness.StartAsync(before: services =>
        {
            services.AddOpenTelemetry().WithMetrics(builder => builder.AddMeter(CredentialRotationTelemetry.MeterName).AddInMemoryExporter(metrics));
            AddViews(services);
        });
        var meters = harness.Services.GetRequiredService<MeterProvider>();

        await harness.RotateAsync(RotationHarness.Team("lab", "app"));
        meters.ForceFlush();

        Assert.That(Points(metrics, MetricNames.Rotations), Is.EqualTo(new[] { "concourse.team.name=team outcome=rotated" }));
        Assert.That(Points(metrics, MetricNames.Validity), Has.Length.EqualTo(2));
    }

    // The code of the documentation is in this file, so that it is compiled and tested.
    [Test]
    public void Documentation_Code_IsThatOfThisTest()
    {
        AddExport(new ServiceCollection());
        var source = File.ReadAllLines(Path.Combine(RepositoryRoot.Folder, "tests/Concourse.CredentialRotation.Tests/Telemetry/OpenTelemetryTests.cs")).Select(line => line.Trim()).ToHashSet();
        var document = File.ReadAllText(Path.Combine(RepositoryRoot.Folder, "docs/telemetry.md"));
        var code = document.Split("```csharp\n").Skip(1).SelectMany(part => part.Split("```")[0].Split('\n')).Where(line => line.Length > 0);

        Assert.That(code.Select(line => line.Trim()).Except([.. source, "using Concourse.CredentialRotation;"]), Is.Empty);
    }

    private static void AddExport(IServiceCollection services)
    {
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(CredentialRotationTelemetry.MeterName))
            .WithTracing(tracing => tracing.AddSource(CredentialRotationTelemetry.ActivitySourceName))
            .UseOtlpExporter();
    }

    private static void AddViews(IServiceCollection services)
    {
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics
            .AddView("concourse.credential_rotation.credential.*", new MetricStreamConfiguration { CardinalityLimit = 10_000 })
            .AddView(
                "concourse.credential_rotation.rotations",
                new MetricStreamConfiguration { TagKeys = ["concourse.team.name", "concourse.credential_rotation.outcome", "error.type"] }));
    }

    private static string[] Points(List<MetricSnapshot> metrics, string name)
    {
        List<string> points = [];
        foreach (var point in metrics.Single(metric => metric.Name == name).MetricPoints)
        {
            List<KeyValuePair<string, object?>> attributes = [];
            foreach (var attribute in point.Tags)
            {
                attributes.Add(attribute);
            }

            points.Add(MetricsExtensions.Describe(attributes));
        }

        return [.. points];
    }
}
