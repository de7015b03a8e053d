using Concourse.CredentialRotation.Benchmarks;

namespace Concourse.CredentialRotation.Fleet;

/// <summary>A fleet of teams that are rotated together.</summary>
/// <param name="Teams">The number of teams, each with its own process.</param>
/// <param name="AccountsPerTeam">The number of accounts of each team.</param>
/// <param name="IsAbsent">Whether the secrets do not exist yet.</param>
/// <param name="Spread">The time over which the invocations are spread; zero to invoke all at once.</param>
/// <param name="Layout">The layout of the secrets.</param>
internal sealed record Scenario(int Teams, int AccountsPerTeam, bool IsAbsent = false, TimeSpan Spread = default, SecretLayout Layout = SecretLayout.Separate)
{
    public const int QuotaPerSecond = 50;

    /// <summary>
    /// The minimum time in which the quotas allow all requests, or the time until the last invocation if that is longer. Each quota allows a burst
    /// of one second. Secrets are assumed to be written after all of them were created.
    /// </summary>
    public TimeSpan MinDuration
    {
        get
        {
            var sets = Teams * AccountsPerTeam;
            var quota = Time(sets * SecretSet.GetWrites(Layout)) + (IsAbsent ? Time(sets * SecretSet.GetSize(Layout)) : TimeSpan.Zero);
            return quota > Spread ? quota : Spread;
        }
    }

    private static TimeSpan Time(int requests) => TimeSpan.FromSeconds(Math.Max(0, requests - QuotaPerSecond) / (double)QuotaPerSecond);
}
