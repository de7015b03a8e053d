using System.Diagnostics.Metrics;
using Concourse.CredentialRotation.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Concourse.CredentialRotation.Tests.Telemetry;

internal static class MetricsExtensions
{
    /// <summary>Collects a metric of the harness's own container.</summary>
    public static MetricCollector<T> Collect<T>(this RotationHarness harness, string name)
        where T : struct => new(harness.Services.GetRequiredService<IMeterFactory>(), CredentialRotationTelemetry.MeterName, name);

    /// <summary>The measurements of an instrument that is observed, as they are now: the value of each account.</summary>
    public static Dictionary<string, double> Observe(this MetricCollector<double> collector)
    {
        collector.Clear();
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot().ToDictionary(
            measurement => $"{measurement.Tags[AttributeNames.Team]}/{measurement.Tags[AttributeNames.Account]}", measurement => measurement.Value);
    }

    /// <summary>The attributes of all measurements, each as one line.</summary>
    public static string[] Attributes<T>(this MetricCollector<T> collector)
        where T : struct => [.. collector.GetMeasurementSnapshot().Select(measurement => Describe(measurement.Tags))];

    /// <summary>Attributes as one line, without the namespaces.</summary>
    public static string Describe(IEnumerable<KeyValuePair<string, object?>> attributes) => string.Join(
        ' ',
        attributes.Where(attribute => attribute.Value is not null)
            .Select(attribute => $"{attribute.Key.Replace("concourse.credential_rotation.", "", StringComparison.Ordinal)}={attribute.Value}")
            .Order(StringComparer.Ordinal));
}
