namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>prune</c> writes as JSON.</summary>
internal sealed record PruneReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "prune";

    public required DateTimeOffset Time { get; init; }

    public required IReadOnlyList<UnneededSecret> Secrets { get; init; }
}
