using System.Text;
using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.ReliabilityTests.Interleavings;

/// <summary>
/// The version IDs that a rotation creates are random. AWS gets others in their place, which are the same in every run, and the rotation
/// gets its own back.
/// </summary>
/// <param name="rotation">The name of the rotation.</param>
internal sealed partial class StableVersionIds(string rotation)
{
    private const int ShortestVersionId = 32;

    private readonly List<(string Own, string Stable)> _ids = [];
    private readonly string _suffix = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(rotation)).PadLeft(12, '0');

    /// <summary>Replaces the ID of each initial version with "initial", whoever created it.</summary>
    public static string WithoutAuthorsOfInitialVersions(string text) => InitialVersion().Replace(text, "initial");

    public void Forget() => _ids.Clear();

    /// <summary>Notes an ID that the rotation created for a version of a secret, unless it is known.</summary>
    public void Add(string own, string secret)
    {
        if (_ids.Exists(id => id.Own == own))
        {
            return;
        }

        // The time in a rotation's ID means something, so it stays. An initial version's ID only differs from all others.
        var stable = RotationId.TryParse(own, out _)
            ? $"{own[..14]}7000-8000-{_suffix}"
            : $"initial-of-{secret.Split('/')[^1]}-by-{rotation}-".PadRight(ShortestVersionId, '0');
        if (_ids.Exists(id => id.Stable == stable))
        {
            throw new InvalidOperationException($"The rotation has two version IDs like {stable}.");
        }

        _ids.Add((own, stable));
    }

    /// <summary>A text of the rotation, as AWS gets it.</summary>
    public string ToStable(string text) => _ids.Aggregate(text, (changed, id) => changed.Replace(id.Own, id.Stable, StringComparison.Ordinal));

    /// <summary>A text of AWS, as the rotation gets it.</summary>
    public string ToOwn(string text) => _ids.Aggregate(text, (changed, id) => changed.Replace(id.Stable, id.Own, StringComparison.Ordinal));

    [GeneratedRegex("initial-of-[a-z-]+-by-[A-Za-z]+-0*")]
    private static partial Regex InitialVersion();
}
