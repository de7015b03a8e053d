namespace Concourse.CredentialRotation;

/// <summary>The metrics. They are part of what hosts rely on; docs/telemetry.md describes them.</summary>
internal static class MetricNames
{
    public const string Rotations = "concourse.credential_rotation.rotations";
    public const string Duration = "concourse.credential_rotation.duration";
    public const string StepDuration = "concourse.credential_rotation.step.duration";
    public const string ThrottledRequests = "concourse.credential_rotation.throttling.requests";
    public const string ThrottledTime = "concourse.credential_rotation.throttling.time";
    public const string Validity = "concourse.credential_rotation.credential.validity";
    public const string Age = "concourse.credential_rotation.credential.age";
}
