namespace Concourse.CredentialRotation;

/// <summary>Finds the name that a misspelt one may be meant to be.</summary>
internal static class NearestName
{
    /// <summary>The known name that takes the fewest edits; null when even that one would take more than a third of its letters.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        var nearest = known
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= candidate.Length / 3)
            .Select(candidate => (Name: candidate, Edits: Edits(name, candidate)))
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault();
        return nearest.Name is { } found && nearest.Edits <= found.Length / 3 ? found : null;
    }

    /// <summary>How many letters must be inserted, deleted or replaced, without regard to case (the Levenshtein distance).</summary>
    private static int Edits(string from, string to)
    {
        var previous = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 0; i < from.Length; i++)
        {
            var current = new int[to.Length + 1];
            current[0] = i + 1;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = previous[j] + (char.ToUpperInvariant(from[i]) == char.ToUpperInvariant(to[j]) ? 0 : 1);
                current[j + 1] = Math.Min(replaced, Math.Min(previous[j + 1], current[j]) + 1);
            }

            previous = current;
        }

        return previous[to.Length];
    }
}
