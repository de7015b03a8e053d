using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RotationReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
