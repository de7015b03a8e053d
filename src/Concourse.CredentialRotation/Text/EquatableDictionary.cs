using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>An immutable dictionary of strings that is compared by its entries, and printed with them, like the records that it belongs to.</summary>
internal sealed class EquatableDictionary(IEnumerable<KeyValuePair<string, string>> entries) : IReadOnlyDictionary<string, string>
{
    private readonly Dictionary<string, string> _entries = new(entries, StringComparer.Ordinal);

    public int Count => _entries.Count;

    public IEnumerable<string> Keys => _entries.Keys;

    public IEnumerable<string> Values => _entries.Values;

    public string this[string key] => _entries[key];

    public bool ContainsKey(string key) => _entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _entries.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) =>
        obj is EquatableDictionary other
        && Count == other.Count
        && _entries.All(entry => other.TryGetValue(entry.Key, out var value) && value == entry.Value);

    // The order of the entries does not count.
    public override int GetHashCode() => _entries.Aggregate(Count, (hash, entry) => hash ^ HashCode.Combine(entry.Key, entry.Value));

    public override string ToString() => $"[{string.Join(", ", _entries.Select(entry => $"{entry.Key}={entry.Value}"))}]";
}
