namespace Concourse.CredentialRotation.Cli;

/// <summary>What <c>explain</c> writes as JSON.</summary>
internal sealed record ExplainReport
{
    public int FormatVersion { get; } = 1;

    public string Command { get; } = "explain";

    public required DateTimeOffset Time { get; init; }

    public required ErrorKind ErrorKind { get; init; }

    public string? AccessKeyId { get; init; }

    /// <summary>The session of the access key; null when it was not found or not looked for.</summary>
    public FoundSession? Session { get; init; }

    /// <summary>Whether the rotation is to blame.</summary>
    public required Verdict RotationIsToBlame { get; init; }

    public required string Cause { get; init; }

    public required string Remedy { get; init; }

    public required int SearchedAccounts { get; init; }

    /// <summary>The accounts whose access keys could not be read.</summary>
    public required IReadOnlyList<string> UnreadableAccounts { get; init; }

    /// <summary>Why the first of them could not be read.</summary>
    public string? Error { get; init; }
}
