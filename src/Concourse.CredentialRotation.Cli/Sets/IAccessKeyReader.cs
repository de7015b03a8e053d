namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// Reads access key IDs from the secrets that have them: the access key's own or, in the combined layout, the one with all of the credentials. Nothing else
/// of a value is kept.
/// </summary>
internal interface IAccessKeyReader
{
    /// <summary>Reads the access key ID that pipelines get now.</summary>
    Task<StoredAccessKey> ReadCurrentAsync(AccountSet set, CancellationToken cancellationToken);

    /// <summary>Reads the access key IDs of all versions that can be read, the current one first. After one that could not be read, there are no others.</summary>
    IAsyncEnumerable<StoredAccessKey> ReadVersionsAsync(IReadOnlyList<SecretEntry> entries, CancellationToken cancellationToken);
}
