namespace Concourse.CredentialRotation.Cli;

/// <summary>The secrets of an account, as the engine saw them.</summary>
internal sealed record AccountSet
{
    public required TeamAccount Account { get; init; }

    public required SecretLayout Layout { get; init; }

    public required IReadOnlyList<SecretEntry> Entries { get; init; }

    public required SecretSetState State { get; init; }

    public required SetCondition Condition { get; init; }

    /// <summary>When the session of the set ends, by the time of its rotation and the account's configuration; null when that is not known.</summary>
    public DateTimeOffset? EstimatedExpiration { get; init; }

    /// <summary>Each secret; empty when the set could not be read.</summary>
    public required IReadOnlyList<SecretStatus> Secrets { get; init; }
}
