using Concourse.CredentialRotation;
using Concourse.CredentialRotation.Testing;

// What the kit's README calls "our": names, a store and its client.
internal sealed class OurPaths : ISecretPathStrategy
{
    public string GetPath(SecretPathContext context) => $"/concourse/{context.Team}/{context.Account}/{context.Content}";
}

internal sealed class OurFakeStore : IAsyncDisposable
{
    public InMemorySecretWriter Secrets { get; } = new();

    public static Task<OurFakeStore> StartAsync() => Task.FromResult(new OurFakeStore());

    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Secrets.Values.GetValueOrDefault(name));

    public Task PutAsync(string name, string value, CancellationToken cancellationToken)
    {
        Secrets.Set(name, value);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed record PutRequest(SecretWriteRequest Write);

internal sealed record PutResponse(SecretWriteResult Result);

internal class OurClient(OurFakeStore store)
{
    public InMemorySecretWriter Secrets => store.Secrets;

    public virtual async Task<PutResponse> PutAsync(PutRequest request, CancellationToken cancellationToken) =>
        new(await store.Secrets.WriteAsync(request.Write, cancellationToken));
}

internal sealed class OurSecretWriter(OurClient client) : ISecretWriter
{
    public TimeSpan CommitReserve => client.Secrets.CommitReserve;

    public string? ValidateName(string name) => client.Secrets.ValidateName(name);

    public Task<SecretSetState> InspectAsync(IReadOnlyList<SecretEntry> secrets, CancellationToken cancellationToken) => client.Secrets.InspectAsync(secrets, cancellationToken);

    public async Task<SecretWriteResult> WriteAsync(SecretWriteRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return (await client.PutAsync(new(request), cancellationToken)).Result;
    }
}
