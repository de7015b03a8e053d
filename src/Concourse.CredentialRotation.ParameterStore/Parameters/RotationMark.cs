using System.Globalization;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>
/// What a parameter's description says about the rotation that wrote it. Description and value are written by the same request, so they belong together. It
/// also names the version that the request was to create: a tool that overwrites the value without a description may leave the old one in place, but then
/// the version differs.
/// </summary>
/// <param name="RotationId">The rotation.</param>
/// <param name="Version">The version that it was to create.</param>
internal readonly partial record struct RotationMark(RotationId RotationId, long Version)
{
    /// <summary>The description.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"Short-lived AWS credentials for a Concourse team. Written by Concourse.CredentialRotation, rotation {RotationId}, version {Version}.");

    /// <summary>Finds the mark in a description; null when there is none.</summary>
    public static RotationMark? Find(string? description) =>
        Pattern().Match(description ?? "") is { Success: true } match
        && RotationId.TryParse(match.Groups["id"].Value, out var rotationId)
        && long.TryParse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? new(rotationId, version)
            : null;

    [GeneratedRegex(@" Written by Concourse\.CredentialRotation, rotation (?<id>[0-9a-f-]{36}), version (?<version>[0-9]{1,18})\.\z")]
    private static partial Regex Pattern();
}
