namespace Concourse.CredentialRotation.Cli;

/// <summary>Compares a plan with the limits: those of AWS, and those of the Terraform modules.</summary>
internal static class PlanFindings
{
    public static IEnumerable<string> Find(IReadOnlyList<LoadedTeam> teams, FleetLoad fleet, Schedule schedule, IStoreLoad load)
    {
        foreach (var team in teams)
        {
            if (schedule.GetGuaranteedValidity(team.Team) is var validity && validity < Schedule.MinValidity)
            {
                yield return $"Team {team.Team.Name}: the credentials of a step are valid for at least {Durations.Format(validity)}, but {Durations.Format(Schedule.MinValidity)} are required. Choose an earlier renewal (renewAfter, --interval) or more frequent checks (--check).";
            }

            if (team.Team.RenewAfter is { } renewAfter && schedule.Check < schedule.Interval && renewAfter.Ticks % schedule.Check.Ticks == 0)
            {
                yield return $"Team {team.Team.Name}: renewAfter must not be a multiple of the time between two checks ({Durations.Format(schedule.Check)}), because at the check that is due, credentials are a fraction of a second younger and are renewed one check later.";
            }
        }

        if (load.MaxVersionsPerDay is { } maxVersions && fleet.VersionsPerSecretPerDay > maxVersions)
        {
            yield return $"A secret gets {Count.Number(fleet.VersionsPerSecretPerDay, 1)} versions a day, but Secrets Manager keeps each for a day and allows {maxVersions}. Renew less often.";
        }

        if (fleet.Secrets > fleet.SecretsQuota)
        {
            yield return $"All accounts need {Count.Number(fleet.Secrets)} parameters, but an AWS account can have {Count.Number(fleet.SecretsQuota.Value)} in a Region ({load.SecretsLimit} tier). Choose the combined layout, or divide the teams among several AWS accounts or Regions.";
        }

        if (fleet.QuotaShareOfInterval > FleetLoad.MaxQuotaShare)
        {
            yield return $"All accounts need {Count.Of(fleet.WritesForAllAccounts, "write")} in {Durations.Format(schedule.Interval)}, which is more than 70 % of the quota of {fleet.WritesPerSecondQuota} writes per second. Choose a longer interval or the combined layout{load.QuotaRemedy}, or divide the teams among several AWS accounts or Regions.";
        }
        else if (fleet.QuotaShareOfCheck > FleetLoad.MaxQuotaShare)
        {
            yield return $"If all teams are created at once, they need {Count.Of(fleet.WritesForAllAccounts, "write")} in {Durations.Format(schedule.Check)}, which is more than 70 % of the quota of {fleet.WritesPerSecondQuota} writes per second. Choose a longer time between checks{load.QuotaRemedy}, or create the teams in several steps.";
        }
    }
}
