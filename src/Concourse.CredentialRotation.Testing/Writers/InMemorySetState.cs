namespace Concourse.CredentialRotation.Testing;

/// <summary>What the writer itself found. A write that follows does not replace what another rotation has written since then.</summary>
internal sealed record InMemorySetState : SecretSetState;
