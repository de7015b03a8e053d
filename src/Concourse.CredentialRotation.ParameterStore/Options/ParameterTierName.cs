using System.Text;
using Amazon.SimpleSystemsManagement;

namespace Concourse.CredentialRotation.ParameterStore;

/// <summary>The names of the tiers in settings and in requests, and what they allow.</summary>
internal static class ParameterTierName
{
    /// <summary>The rule for a name, as a phrase that can precede ", but was".</summary>
    public const string Rule = "must be Standard, Advanced or Intelligent-Tiering";

    private const int KiB = 1024;

    private static readonly ParameterTier[] Tiers = [ParameterTier.Standard, ParameterTier.Advanced, ParameterTier.IntelligentTiering];

    /// <summary>The tier as the SDK names it.</summary>
    public static ParameterTier Get(ParameterStoreTier tier) => Tiers[(int)tier];

    /// <summary>The tier with a name; null when there is none.</summary>
    public static ParameterStoreTier? Find(string name) =>
        Array.FindIndex(Tiers, tier => tier.Value.Equals(name, StringComparison.OrdinalIgnoreCase)) is >= 0 and var i ? (ParameterStoreTier)i : null;

    /// <summary>Why a value does not fit into a tier, as a phrase that can follow the parameter's name; null when it fits.</summary>
    public static string? FindExcess(string value, ParameterTier tier)
    {
        var (length, max) = (Encoding.UTF8.GetByteCount(value), (tier == ParameterTier.Standard ? 4 : 8) * KiB);
        return length <= max ? null : $"has {length} bytes, more than the {max} that the tier {tier.Value} allows";
    }
}
