namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>One rotation right after the function's start, and one more when it is warm.</summary>
/// <param name="Cold">From the event to the answer, the first time.</param>
/// <param name="Warm">From the event to the answer, the second time.</param>
/// <param name="ProcessorTime">The processor time of the start and both rotations.</param>
/// <param name="PeakMemory">The most resident memory, in bytes.</param>
/// <param name="Calls">How often each operation was called in the first rotation.</param>
/// <param name="MostInFlight">The greatest number of calls at once.</param>
/// <param name="Connections">How many connections the first rotation made.</param>
/// <param name="WarmConnections">How many more the second one made.</param>
/// <param name="IsFailed">Whether an account failed, which is no measurement.</param>
internal sealed record Measurement(
    TimeSpan Cold,
    TimeSpan Warm,
    TimeSpan ProcessorTime,
    long PeakMemory,
    IReadOnlyDictionary<string, int> Calls,
    int MostInFlight,
    int Connections,
    int WarmConnections,
    bool IsFailed)
{
    /// <summary>Of each figure the median.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => runs[0] with
    {
        Cold = Middle(runs, run => run.Cold),
        Warm = Middle(runs, run => run.Warm),
        ProcessorTime = Middle(runs, run => run.ProcessorTime),
        PeakMemory = Middle(runs, run => run.PeakMemory),
        MostInFlight = Middle(runs, run => run.MostInFlight),
        Connections = Middle(runs, run => run.Connections),
        WarmConnections = Middle(runs, run => run.WarmConnections),
        IsFailed = runs.Any(run => run.IsFailed),
    };

    private static T Middle<T>(IReadOnlyList<Measurement> runs, Func<Measurement, T> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
