using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>
/// The one version id under which all secrets of a set are written for one session: a UUID of version 7, so that it tells when
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

    /// <summary>A new id.</summary>
    /// <param name="now">The present time.</param>
    public static RotationId Create(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads a version id.</summary>
    /// <param name="versionId">The version id of a secret; any text.</param>
    /// <param name="rotationId">The rotation id.</param>
    /// <returns>Whether it is a rotation's: an id of another kind was written by something else.</returns>
    public static bool TryParse([NotNullWhen(true)] string? versionId, out RotationId rotationId)
    {
        var isOurs = Guid.TryParseExact(versionId, "D", out var uuid) && uuid.Version == 7 && Milliseconds(uuid) <= LatestMilliseconds;
        rotationId = isOurs ? new(uuid) : default;
        return isOurs;
    }

    /// <summary>The id as Secrets Manager has it.</summary>
    public override string ToString() => _uuid.ToString("D");

    private static long Milliseconds(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }
}
