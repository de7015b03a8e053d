namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>doctor</c> writes as JSON.</summary>
internal sealed record DoctorReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "doctor";

    public required DateTimeOffset Time { get; init; }

    /// <summary>The ARN that the checks were made as.</summary>
    public required string Caller { get; init; }

    public required IReadOnlyList<DoctorCheck> Checks { get; init; }
}
