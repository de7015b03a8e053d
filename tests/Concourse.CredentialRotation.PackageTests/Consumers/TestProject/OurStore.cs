using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;

namespace TestProject;

/// <summary>A store that writes a set of secrets at once, or not at all.</summary>
internal sealed class OurStore(WriteFaultInjector faults) : ISecretWriterFixture
{
    private readonly InMemorySecretWriter _writer = new();

    public ISecretWriter CreateWriter() => new OurWriter(_writer, faults);

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_writer.Values.GetValueOrDefault(name));

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        _writer.Set(name, value);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class OurWriter(InMemorySecretWriter writer, WriteFaultInjector faults) : ISecretWriter
    {
        public TimeSpan CommitReserve => writer.CommitReserve;

        public string? ValidateName(string name) => writer.ValidateName(name);

        public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) =>
            writer.InspectAsync(secrets, cancellationToken);

        public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return faults.SendAsync(() => writer.WriteAsync(request, cancellationToken));
        }
    }
}
