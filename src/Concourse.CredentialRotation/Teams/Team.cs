namespace Concourse.CredentialRotation;

/// <summary>A Concourse team and the AWS accounts whose credentials its pipelines read.</summary>
/// <param name="Name">The team's name in Concourse; 1 to 128 characters of <c>A-Z a-z 0-9 _ . @ -</c>, without two dots in a row.</param>
/// <param name="Accounts">The team's accounts, at least one; their names are unique within the team.</param>
/// <param name="RenewAfter">
/// The age, in seconds, from which a whole set is renewed: 900 or more, and at least 300 less than the shortest session that the team's accounts ask for. With
/// it, a team can be rotated more often than its sessions are renewed, so that a failure, a new account or a torn set does not wait for the next
/// renewal. When it is <see langword="null"/>, each rotation renews what is older than <see cref="CredentialRotationOptions.MinimumAge"/>.
/// </param>
public sealed record Team(string Name, IReadOnlyList<Account> Accounts, int? RenewAfter = null);
