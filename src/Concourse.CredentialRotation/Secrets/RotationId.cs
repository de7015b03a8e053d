using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>
/// The ID of one rotation of an account: a UUID of version 7, so that it contains the time of the rotation. In Secrets Manager it is the version ID of
/// all secrets that the rotation writes
/// (<see href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562</see>).
/// </summary>
public readonly record struct RotationId
{
    // The UUID's 48 bits reach past the year 9999, where DateTimeOffset ends.
    private static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly Guid _uuid;

    private RotationId(Guid uuid) => _uuid = uuid;

    /// <summary>When the rotation began, to the millisecond.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds(_uuid));

    /// <summary>Creates an ID.</summary>
    /// <param name="now">The current time.</param>
    public static RotationId Create(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Parses an ID, such as the version ID of a secret.</summary>
    /// <param name="value">The ID; any string.</param>
    /// <param name="rotationId">The rotation ID.</param>
    /// <returns>Whether it is the ID of a rotation. A version with any other ID was written by something else.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, out RotationId rotationId)
    {
        var isRotationId = Guid.TryParseExact(value, "D", out var uuid) && uuid.Version == 7 && Milliseconds(uuid) <= LatestMilliseconds;
        rotationId = isRotationId ? new(uuid) : default;
        return isRotationId;
    }

    /// <summary>The ID in the format that Secrets Manager uses.</summary>
    public override string ToString() => _uuid.ToString("D");

    private static long Milliseconds(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }
}
