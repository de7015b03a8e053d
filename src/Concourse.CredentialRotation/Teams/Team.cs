namespace Concourse.CredentialRotation;

/// <summary>A Concourse team and the AWS accounts whose credentials its pipelines read.</summary>
public sealed record Team
{
    /// <summary>The team's name in Concourse.</summary>
    /// <value>1 to 128 characters of <c>A-Z a-z 0-9 _ . @ -</c>, without two dots in a row.</value>
    public required string Name { get; init; }

    /// <summary>The team's accounts.</summary>
    /// <value>At least one; their names are unique within the team.</value>
    public required IReadOnlyList<Account> Accounts { get; init => field = Equatable.List(value); }

    /// <summary>
    /// The age at which a complete set of secrets is renewed. With it, a team can be rotated more often than its sessions are renewed, so that a failure, a
    /// new account or a torn set does not wait for the next renewal. A set whose session has five minutes left or less is renewed in any case.
    /// </summary>
    /// <value>
    /// At least 15 minutes, and at least 5 minutes less than the shortest session that the team's accounts ask for; in the JSON, in seconds. When it is
    /// <see langword="null"/>, each rotation renews what is older than <see cref="CredentialRotationOptions.MinimumAge"/>.
    /// </value>
    public TimeSpan? RenewAfter { get; init; }
}
