using System.Collections;

namespace Concourse.CredentialRotation;

/// <summary>An immutable list that is compared by its elements, and printed with them, like the records that it belongs to.</summary>
internal sealed class EquatableList<T>(IEnumerable<T> items) : IReadOnlyList<T>
{
    private readonly T[] _items = [.. items];

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is EquatableList<T> other && _items.SequenceEqual(other._items);

    public override int GetHashCode() => _items.Aggregate(_items.Length, HashCode.Combine);

    public override string ToString() => $"[{string.Join(", ", _items)}]";
}
