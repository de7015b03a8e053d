namespace Concourse.CredentialRotation.Cli;

/// <summary>A secret that a rotation made and that no account needs.</summary>
internal sealed record UnneededSecret
{
    public required string Name { get; init; }

    public required string Team { get; init; }

    public required PruneAction Action { get; init; }

    /// <summary>When a rotation wrote it last; null when something else did.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The day (UTC) on which it was read last, as <c>2026-11-26</c>; null when it never was, or if it is not known.</summary>
    public string? LastReadOn { get; init; }

    /// <summary>When Secrets Manager deletes it. Until then, it can be restored.</summary>
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>Why it is kept, or what failed.</summary>
    public string? Reason { get; init; }
}
