namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>The store of an <see cref="InMemorySecretWriter"/>, whose only write request is the whole write.</summary>
internal sealed class InMemoryStore(WriteFaultInjector faults, TimeProvider time) : ISecretWriterFixture
{
    private readonly InMemorySecretWriter _writer = new(time);

    /// <summary>Whether an inspection takes the last secret for the set, as one might in a store that writes all of them at once.</summary>
    public bool LooksOnlyAtTheLastSecret { get; init; }

    public ISecretWriter CreateWriter() => new Client(_writer, faults, LooksOnlyAtTheLastSecret);

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_writer.Values.GetValueOrDefault(name));

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        _writer.Set(name, value);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Client(InMemorySecretWriter writer, WriteFaultInjector faults, bool looksOnlyAtTheLastSecret) : ISecretWriter
    {
        public TimeSpan CommitReserve => writer.CommitReserve;

        public string? ValidateName(string name) => writer.ValidateName(name);

        public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) =>
            writer.InspectAsync(looksOnlyAtTheLastSecret ? [secrets[^1]] : secrets, cancellationToken);

        public Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return faults.SendAsync(() => writer.WriteAsync(request, cancellationToken));
        }
    }
}
