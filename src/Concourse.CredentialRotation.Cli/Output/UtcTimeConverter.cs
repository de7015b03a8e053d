using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes a time in UTC, with whole seconds, as <c>2026-11-26T10:31:15Z</c>. It does not read any.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A report can be written as JSON, but not read.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
}
