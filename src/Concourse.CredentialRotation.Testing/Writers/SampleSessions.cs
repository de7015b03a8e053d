using System.Globalization;

namespace Concourse.CredentialRotation.Testing;

/// <summary>Makes sessions that look like those of STS, each with values of its own.</summary>
internal sealed class SampleSessions(TimeProvider time)
{
    private static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    // Tokens of AWS are about as long, and can have the same characters.
    private static readonly string TokenPadding = string.Concat(Enumerable.Repeat("aB3+dE6/gH9=", 80));

    private int _count;

    public SessionCredentials Next()
    {
        var number = Interlocked.Increment(ref _count).ToString("D4", CultureInfo.InvariantCulture);
        return new($"ASIAEXAMPLE00000{number}", $"example/secret+access/key{number}/aB3dE6gH", $"example//token+{number}=={TokenPadding}", time.GetUtcNow() + Duration);
    }
}
