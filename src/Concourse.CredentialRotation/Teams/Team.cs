namespace Concourse.CredentialRotation;

/// <summary>A Concourse team and the AWS accounts whose credentials its pipelines read.</summary>
/// <param name="Name">The team's name in Concourse; 1 to 128 characters of <c>A-Z a-z 0-9 _ . @ -</c>, without two dots in a row.</param>
/// <param name="Accounts">The team's accounts, at least one; their names are unique within the team.</param>
public sealed record Team(string Name, IReadOnlyList<Account> Accounts);
