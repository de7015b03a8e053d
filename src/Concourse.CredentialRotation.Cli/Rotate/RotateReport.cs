namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>rotate</c> writes as JSON: for each team the same report as the function's.</summary>
internal sealed record RotateReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "rotate";

    public required IReadOnlyList<RotationReport> Teams { get; init; }

    public bool Succeeded => Teams.All(team => team.Succeeded);
}
