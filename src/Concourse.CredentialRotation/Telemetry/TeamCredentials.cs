namespace Concourse.CredentialRotation;

/// <summary>The credentials of a team.</summary>
/// <param name="RotatedAt">When it was rotated last.</param>
/// <param name="Accounts">The credentials of each account.</param>
internal sealed record TeamCredentials(DateTimeOffset RotatedAt, IReadOnlyDictionary<string, AccountCredentials> Accounts);
