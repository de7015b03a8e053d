using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concourse.CredentialRotation;

internal sealed class RotationIdJsonConverter : JsonConverter<RotationId>
{
    public override RotationId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RotationId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("A rotation id is a UUID of version 7.");

    public override void Write(Utf8JsonWriter writer, RotationId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
