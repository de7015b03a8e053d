using System.Reflection;

namespace Concourse.CredentialRotation;

/// <summary>The names under which a host collects the metrics and the traces. docs/telemetry.md of the repository lists what there is to collect.</summary>
public static class CredentialRotationTelemetry
{
    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>, for <c>AddMeter</c> of OpenTelemetry.</summary>
    public const string MeterName = "Concourse.CredentialRotation";

    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>, for <c>AddSource</c> of OpenTelemetry.</summary>
    public const string ActivitySourceName = "Concourse.CredentialRotation";

    /// <summary>The version of the package, without the commit that it was built from.</summary>
    internal static string? Version { get; } =
        typeof(CredentialRotationTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
