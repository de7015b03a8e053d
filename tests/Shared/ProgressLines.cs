using System.Diagnostics;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Says how far a long test is while it runs; what a test writes to its output is only seen when it ends.</summary>
/// <param name="name">What is counted.</param>
/// <param name="every">After how many of them a line is written.</param>
/// <param name="total">How many there are; null where nobody knows.</param>
internal sealed class ProgressLines(string name, int every, int? total = null)
{
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private int _count;

    /// <summary>Counts one more.</summary>
    public void Count()
    {
        var count = Interlocked.Increment(ref _count);
        if (count % every == 0)
        {
            var rate = count / Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
            TestContext.Progress.WriteLine(FormattableString.Invariant($"{name}: {count:N0}{(total is null ? "" : $" of {total:N0}")}, {rate:N0} a second"));
        }
    }
}
