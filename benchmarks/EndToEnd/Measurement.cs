namespace Concourse.CredentialRotation.EndToEnd;

/// <summary>One start of the function with one rotation right after it, and one more when it is warm.</summary>
internal sealed record Measurement(TimeSpan Start, TimeSpan Cold, TimeSpan Warm, TimeSpan ProcessorTime, long PeakMemory, int Calls, int MostInFlight)
{
    /// <summary>Of each figure the median.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new(
        Middle(runs, run => run.Start),
        Middle(runs, run => run.Cold),
        Middle(runs, run => run.Warm),
        Middle(runs, run => run.ProcessorTime),
        Middle(runs, run => run.PeakMemory),
        Middle(runs, run => run.Calls),
        Middle(runs, run => run.MostInFlight));

    private static T Middle<T>(IReadOnlyList<Measurement> runs, Func<Measurement, T> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);
}
