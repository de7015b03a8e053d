namespace Concourse.CredentialRotation.Cli;

/// <summary>
/// What the commands know about the store in which the credentials are kept, besides what its <see cref="ISecretWriter"/> tells. The other parts of the seam
/// are <see cref="IAccessKeyReader"/>, <see cref="IStoreChecks"/>, <see cref="IStoreLoad"/> and <see cref="IStorePruner"/>.
/// </summary>
internal interface IStoreFacts
{
    /// <summary>What one entry is called: secret or parameter.</summary>
    string Noun { get; }

    /// <summary>The IAM action that Concourse reads with. Others can begin with it.</summary>
    string ReadPermission { get; }

    /// <summary>The operation that writes a value, by which CloudTrail finds it.</summary>
    string WriteOperation { get; }

    /// <summary>The versions that <see cref="IAccessKeyReader.ReadVersionsAsync"/> reads, as a phrase.</summary>
    string SearchedVersions { get; }

    /// <summary>Each secret as the engine saw it; none if the set could not be read.</summary>
    IReadOnlyList<SecretStatus> Describe(SecretSetState state);

    /// <summary>What of a set should be changed although its credentials are valid.</summary>
    IEnumerable<StoreWarning> FindWarnings(SecretSetState state);
}
