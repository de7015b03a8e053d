namespace Concourse.CredentialRotation.Fleet;

/// <summary>A fleet of teams that are rotated together.</summary>
/// <param name="Teams">How many teams, each with a process of its own.</param>
/// <param name="AccountsPerTeam">How many accounts each of them has.</param>
/// <param name="IsAbsent">Whether the secrets do not exist yet.</param>
/// <param name="Spread">Over how long the invocations are spread; all at once when zero.</param>
internal sealed record Scenario(int Teams, int AccountsPerTeam, bool IsAbsent = false, TimeSpan Spread = default)
{
    public const int QuotaPerSecond = 50;

    private const int WritesPerSet = 6;
    private const int CreatesPerSet = 3;

    /// <summary>
    /// The least time in which the quotas admit all requests, or the last invocation comes: each admits a second's worth at once, and what is created
    /// is written only then.
    /// </summary>
    public TimeSpan Floor
    {
        get
        {
            var sets = Teams * AccountsPerTeam;
            var quota = Time(sets * WritesPerSet) + (IsAbsent ? Time(sets * CreatesPerSet) : TimeSpan.Zero);
            return quota > Spread ? quota : Spread;
        }
    }

    private static TimeSpan Time(int requests) => TimeSpan.FromSeconds(Math.Max(0, requests - QuotaPerSecond) / (double)QuotaPerSecond);
}
