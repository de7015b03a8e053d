namespace Concourse.CredentialRotation.Cli;

/// <summary>How a team is renewed, and what its steps can rely on.</summary>
internal sealed record TeamPlan
{
    public required string Team { get; init; }

    public required string File { get; init; }

    /// <summary>The age from which credentials are renewed; null if each invocation renews them.</summary>
    public long? RenewAfterSeconds { get; init; }

    public required long RenewalPeriodSeconds { get; init; }

    public required long GuaranteedValiditySeconds { get; init; }

    public static TeamPlan Of(LoadedTeam team, Schedule schedule) => new()
    {
        Team = team.Team.Name,
        File = team.File,
        RenewAfterSeconds = (long?)schedule.GetRenewAfter(team.Team)?.TotalSeconds,
        RenewalPeriodSeconds = (long)schedule.GetPeriod(team.Team, team.Team.Accounts.Min(SetInspector.GetDuration)).TotalSeconds,
        GuaranteedValiditySeconds = (long)schedule.GetGuaranteedValidity(team.Team).TotalSeconds,
    };
}
