using System.Collections.Concurrent;

namespace Concourse.CredentialRotation.Testing.Tests.Writers;

/// <summary>A store of single values with compare-and-swap, such as a database: a set of several secrets takes several requests.</summary>
internal sealed class VersionedStore(WriteFaultInjector faults) : ISecretWriterFixture
{
    public const int MaxNameLength = 100;

    /// <summary>The values by their names. A store may ignore their case.</summary>
    public ConcurrentDictionary<string, StoredValue> Values { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What a writer can lock the whole store with.</summary>
    public SemaphoreSlim Lock { get; } = new(1);

    /// <summary>Whether a second writer has shown up during the last write.</summary>
    public bool HasConflict { get; set; }

    /// <summary>Whether the injector is asked about each write request.</summary>
    public bool AsksTheInjector { get; init; } = true;

    /// <summary>Makes the writers.</summary>
    public required Func<VersionedStore, ISecretWriter> Writer { get; init; }

    public ISecretWriter CreateWriter() => Writer(this);

    public StoredValue? Find(string name) => Values.GetValueOrDefault(name);

    /// <summary>Replaces what was read before, or creates or removes a value.</summary>
    /// <returns>False when it is not there any more.</returns>
    public Task<bool> ReplaceAsync(string name, StoredValue? from, StoredValue? to) => SendAsync(() => Task.FromResult(Replace(name, from, to)));

    /// <summary>Sets a value, whatever is there.</summary>
    public Task<bool> PutAsync(string name, StoredValue value) => SendAsync(() => Task.FromResult(Values.AddOrUpdate(name, value, (_, _) => value) == value));

    public Task<string?> ReadAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Find(name)?.Value);

    public Task WriteAsync(string name, string value, CancellationToken cancellationToken)
    {
        Values[name] = new(value);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Lock.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<bool> SendAsync(Func<Task<bool>> send) => AsksTheInjector ? faults.SendAsync(send) : send();

    private bool Replace(string name, StoredValue? from, StoredValue? to)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            throw new ArgumentException("The name is too short or too long.");
        }

        return (from, to) switch
        {
            (null, null) => !Values.ContainsKey(name),
            (null, { } created) => Values.TryAdd(name, created),
            ({ } known, null) => Values.TryRemove(KeyValuePair.Create(name, known)),
            ({ } known, { } changed) => Values.TryUpdate(name, changed, known),
        };
    }
}
