namespace Concourse.CredentialRotation.Cli;

/// <summary>Writes durations for people: the two largest units.</summary>
internal static class Durations
{
    public static string Format(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 0 } => $"-{Format(-duration)}",
        { TotalSeconds: < 60 } => $"{duration.Seconds} s",
        { TotalMinutes: < 120 } => $"{(int)duration.TotalMinutes} min",
        { TotalHours: < 48 } => duration.Minutes == 0 ? $"{(int)duration.TotalHours} h" : $"{(int)duration.TotalHours} h {duration.Minutes} min",
        _ => duration.Hours == 0 ? $"{duration.Days} d" : $"{duration.Days} d {duration.Hours} h",
    };

    /// <summary>How long ago, or in how long, a time is.</summary>
    public static string Relative(DateTimeOffset time, DateTimeOffset now) =>
        time <= now ? $"{Format(now - time)} ago" : $"in {Format(time - now)}";

    /// <summary>The time in UTC; without the date if that is today.</summary>
    public static string Absolute(DateTimeOffset time, DateTimeOffset now) => time.UtcDateTime.Date == now.UtcDateTime.Date
        ? $"{time.UtcDateTime:HH:mm:ss} UTC"
        : FormattableString.Invariant($"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
