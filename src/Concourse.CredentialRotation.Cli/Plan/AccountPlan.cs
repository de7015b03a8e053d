namespace Concourse.CredentialRotation.Cli;

/// <summary>What a rotation would do with an account now.</summary>
internal sealed record AccountPlan
{
    public required string Team { get; init; }

    public required string Account { get; init; }

    public required SecretLayout Layout { get; init; }

    /// <summary>Null if the secrets were not read.</summary>
    public SetCondition? Condition { get; init; }

    public required PlannedAction Action { get; init; }

    /// <summary>When the credentials become due; null unless they are skipped now.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The role that would be assumed.</summary>
    public required string RoleArn { get; init; }

    public required string SessionName { get; init; }

    public required string ExternalId { get; init; }

    public required long DurationSeconds { get; init; }

    /// <summary>The names of the secrets that would be written.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Secrets of another layout, which would not be written.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>What is not as it should be.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    public string? Error { get; init; }
}
