namespace Concourse.CredentialRotation;

/// <summary>The attributes of metrics and activities. They are part of what hosts rely on; docs/telemetry.md describes them.</summary>
internal static class AttributeNames
{
    public const string Team = "concourse.team.name";
    public const string Account = "concourse.credential_rotation.account.name";
    public const string Outcome = "concourse.credential_rotation.outcome";
    public const string Step = "concourse.credential_rotation.step";
    public const string RotationId = "concourse.credential_rotation.rotation.id";

    // These are OpenTelemetry's own: https://opentelemetry.io/docs/specs/semconv/registry/attributes/
    public const string ErrorType = "error.type";
    public const string AwsRequestId = "aws.request_id";
    public const string AwsOperation = "rpc.method";
}
