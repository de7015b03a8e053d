using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes the reports of the commands as JSON. What a program reads there does not change within a format version (docs/command-line.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true,
    Converters = [typeof(SecretLayoutConverter), typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ExplainReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(PruneReport))]
[JsonSerializable(typeof(RotateReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(ValidateReport))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>The context without escapes for characters such as quotation marks, which only matter in HTML.</summary>
    public static ReportJson Readable => field ??= new(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
