namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>status</c> writes as JSON.</summary>
internal sealed record StatusReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "status";

    public required DateTimeOffset Time { get; init; }

    public required IReadOnlyList<AccountStatus> Accounts { get; init; }
}
