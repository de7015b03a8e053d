using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;

// What the README calls "our" store.
internal sealed class OurStore : ISecretWriter
{
    private readonly InMemorySecretWriter _secrets = new();

    public TimeSpan CommitReserve => _secrets.CommitReserve;

    public string? ValidateName(string name) => _secrets.ValidateName(name);

    public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) => _secrets.InspectAsync(secrets, cancellationToken);

    public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken) => _secrets.WriteAsync(request, cancellationToken);
}
