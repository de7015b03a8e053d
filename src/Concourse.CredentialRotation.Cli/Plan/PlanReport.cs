namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>plan</c> writes as JSON.</summary>
internal sealed record PlanReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "plan";

    public required DateTimeOffset Time { get; init; }

    public required long IntervalSeconds { get; init; }

    public required long CheckSeconds { get; init; }

    public required IReadOnlyList<AccountPlan> Accounts { get; init; }

    public required IReadOnlyList<TeamPlan> Teams { get; init; }

    public required FleetLoad Fleet { get; init; }

    /// <summary>What of the teams and of the fleet is not as it should be, besides the findings of the accounts.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}
