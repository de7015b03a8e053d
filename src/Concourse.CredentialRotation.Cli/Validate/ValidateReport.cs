namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>validate</c> writes as JSON.</summary>
internal sealed record ValidateReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "validate";

    public required int Files { get; init; }

    public required int Teams { get; init; }

    public required int Accounts { get; init; }

    public required IReadOnlyList<TeamProblem> Problems { get; init; }
}
