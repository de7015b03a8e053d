using System.Diagnostics;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Prints the progress of a long test while it runs. The output of a test is only shown when it ends.</summary>
/// <param name="name">What is counted.</param>
/// <param name="every">The number of counts between two lines.</param>
/// <param name="total">The total; null if it is not known.</param>
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
