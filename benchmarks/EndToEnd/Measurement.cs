namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>The first rotation right after the function's start and a second, warm one.</summary>
/// <param name="Cold">The time from the event to the response of the first rotation.</param>
/// <param name="Warm">The time from the event to the response of the second rotation.</param>
/// <param name="CpuTime">The CPU time of the start and both rotations.</param>
/// <param name="PeakMemory">The peak resident memory, in bytes.</param>
/// <param name="Calls">The number of calls of each operation in the first rotation.</param>
/// <param name="MaxInFlight">The maximum number of concurrent calls.</param>
/// <param name="Connections">The number of connections that the first rotation opened.</param>
/// <param name="WarmConnections">The number of connections that the second rotation opened in addition.</param>
/// <param name="IsFailed">Whether an account failed, which makes the measurement invalid.</param>
internal sealed record Measurement(
    TimeSpan Cold,
    TimeSpan Warm,
    TimeSpan CpuTime,
    long PeakMemory,
    IReadOnlyDictionary<string, int> Calls,
    int MaxInFlight,
    int Connections,
    int WarmConnections,
    bool IsFailed)
{
    /// <summary>Combines the medians of the individual figures.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => runs[0] with
    {
        Cold = MedianOf(runs, run => run.Cold),
        Warm = MedianOf(runs, run => run.Warm),
        CpuTime = MedianOf(runs, run => run.CpuTime),
        PeakMemory = MedianOf(runs, run => run.PeakMemory),
        MaxInFlight = MedianOf(runs, run => run.MaxInFlight),
        Connections = MedianOf(runs, run => run.Connections),
        WarmConnections = MedianOf(runs, run => run.WarmConnections),
        IsFailed = runs.Any(run => run.IsFailed),
    };

    private static T MedianOf<T>(IReadOnlyList<Measurement> runs, Func<Measurement, T> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
