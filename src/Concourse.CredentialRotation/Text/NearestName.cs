namespace Concourse.CredentialRotation;

/// <summary>Finds the known name that a misspelled one was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>The known name with the fewest edits, without regard to case.</summary>
    public static string Find(string name, IEnumerable<string> known) => known.MinBy(candidate => CountEdits(name, candidate))!;

    /// <summary>The known name with the fewest edits; null when even that one needs edits in more than a third of its characters.</summary>
    public static string? FindSimilar(string name, IEnumerable<string> known) =>
        Find(name, known) is var nearest && CountEdits(name, nearest) <= nearest.Length / 3 ? nearest : null;

    /// <summary>The number of characters that must be inserted, deleted or replaced (the Levenshtein distance).</summary>
    private static int CountEdits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 0; i < from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(from[i]) == char.ToUpperInvariant(to[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
