namespace Concourse.CredentialRotation.Cli;

/// <summary>A secret that a rotation made.</summary>
internal sealed record ListedSecret
{
    public required string Name { get; init; }

    /// <summary>When a rotation wrote its current value; null when something else did.</summary>
    public DateTimeOffset? RotatedAt { get; init; }

    /// <summary>The day (UTC) on which it was read last, as <c>2026-11-26</c>; null when it never was, or if it is not known.</summary>
    public string? LastReadOn { get; init; }

    /// <summary>Why it must not be deleted, in a complete sentence; null if it may.</summary>
    public string? KeepReason { get; init; }
}
