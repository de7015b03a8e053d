using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes a layout by its name in a team's configuration. It does not read any.</summary>
internal sealed class SecretLayoutConverter : JsonConverter<SecretLayout>
{
    public override SecretLayout Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A report can be written as JSON, but not read.");

    public override void Write(Utf8JsonWriter writer, SecretLayout value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
}
