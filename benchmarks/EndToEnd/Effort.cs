namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>How much is measured, and how often.</summary>
internal sealed record Effort(
    int Starts, int Runs, IReadOnlyList<int> Sizes, IReadOnlyList<int> MemorySizes, IReadOnlyList<int> Concurrencies, int AccountsOnShares)
{
    /// <summary>For the figures that are told.</summary>
    public static Effort Whole { get; } = new(51, 9, [1, 10, 50, 200, 1000], [128, 256, 512, 1024, 1769], [8, 16, 32, 64], 50);

    /// <summary>Everything once, to see that it works.</summary>
    public static Effort Short { get; } = new(3, 1, [1, 10], [512], [16], 10);
}
