using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>What was read, for the engine and, with every version, for the write that follows.</summary>
internal sealed record SecretsManagerSetState : SecretSetState
{
    [SetsRequiredMembers]
    public SecretsManagerSetState(SecretSet set)
    {
        Set = set;
        Status = set.IsMissing ? SecretSetStatus.Missing : set.ConsistentVersionId is null ? SecretSetStatus.Torn : SecretSetStatus.Complete;
        if (Concourse.CredentialRotation.RotationId.TryParse(set.ConsistentVersionId, out var current))
        {
            (RotationId, WrittenAt) = (current, current.CreatedAt);
        }
    }

    public SecretSet Set { get; }
}
