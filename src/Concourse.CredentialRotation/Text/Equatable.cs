using System.Diagnostics.CodeAnalysis;

namespace Concourse.CredentialRotation;

/// <summary>Copies the collections that are set on public records, so that these stay immutable and can be compared.</summary>
internal static class Equatable
{
    /// <summary>Copies a list; null stays null, for a validator to report.</summary>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? List<T>(IReadOnlyList<T>? items) => items is null or EquatableList<T> ? items : new EquatableList<T>(items);

    /// <summary>Copies a dictionary; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(entries))]
    public static IReadOnlyDictionary<string, string>? Dictionary(IReadOnlyDictionary<string, string>? entries) =>
        entries is null or EquatableDictionary ? entries : new EquatableDictionary(entries);
}
