namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// How often a team is invoked and renewed. The rules are those of the Terraform module for a team, and <paramref name="Interval"/> and
/// <paramref name="Check"/> are its inputs interval_minutes and check_minutes.
/// </summary>
/// <param name="Interval">How often credentials are renewed.</param>
/// <param name="Check">How often the function is invoked.</param>
internal sealed record Schedule(TimeSpan Interval, TimeSpan Check)
{
    /// <summary>How long the credentials of a step must be valid at least.</summary>
    public static readonly TimeSpan MinValidity = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MinCheck = TimeSpan.FromMinutes(5);

    public double ChecksPerDay => TimeSpan.FromDays(1) / Check;

    /// <exception cref="CommandException">The Terraform module would reject the values.</exception>
    public static Schedule Create(int intervalMinutes, int checkMinutes)
    {
        var schedule = new Schedule(TimeSpan.FromMinutes(intervalMinutes), TimeSpan.FromMinutes(checkMinutes));
        return schedule.Interval >= MinInterval && schedule.Check >= MinCheck && intervalMinutes % checkMinutes == 0
            ? schedule
            : throw new CommandException($"--interval must be at least {MinInterval.TotalMinutes} minutes and a multiple of --check, and --check at least {MinCheck.TotalMinutes} minutes, but they are {intervalMinutes} and {checkMinutes}.");
    }

    /// <summary>The age from which a team's credentials are renewed: its own, or halfway between two checks; null if each invocation renews them.</summary>
    public TimeSpan? GetRenewAfter(Team team) => team.RenewAfter ?? (Check < Interval ? Interval - (Check / 2) : null);

    /// <summary>The time from one renewal to the next.</summary>
    public TimeSpan GetPeriod(Team team, TimeSpan session)
    {
        if (GetRenewAfter(team) is not { } renewAfter)
        {
            return Check;
        }

        // The engine renews a session before it ends. At a check, credentials are a fraction of a second younger than the time since they were due.
        var due = renewAfter < session - TeamValidator.MinTimeToRenew ? renewAfter : session - TeamValidator.MinTimeToRenew;
        return (Math.Floor(due / Check) + 1) * Check;
    }

    /// <summary>How long the credentials of any step of the team are valid at least; the module's output guaranteed_validity.</summary>
    public TimeSpan GetGuaranteedValidity(Team team) => team.Accounts.Min(SetInspector.GetDuration) - (GetRenewAfter(team) ?? TimeSpan.Zero) - Check;
}
