namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>What is measured, and how often.</summary>
internal sealed record Effort(
    int Starts, int Runs, IReadOnlyList<int> Sizes, IReadOnlyList<int> CombinedSizes, IReadOnlyList<int> MemorySizes, IReadOnlyList<int> Concurrencies, int AccountsPerCpuShare)
{
    /// <summary>The full measurement for docs/performance.md.</summary>
    public static Effort Full { get; } = new(51, 9, [1, 10, 50, 200, 1000], [1, 50], [128, 256, 512, 1024, 1769], [8, 16, 32, 64], 50);

    /// <summary>A short run that only shows that everything works.</summary>
    public static Effort Short { get; } = new(3, 1, [1, 10], [1, 10], [512], [16], 10);
}
