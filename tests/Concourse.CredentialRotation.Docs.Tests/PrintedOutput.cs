using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Docs.Tests;

/// <summary>What a page says is printed. A page may leave lines out, and parts of a line, for which it has an ellipsis.</summary>
internal sealed class PrintedOutput(string text)
{
    private readonly string[] _lines = [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Trim('…', ' ').Length > 0)];

    /// <summary>Whether the page shows tests that fail.</summary>
    public bool HasFailedTests => Array.Exists(_lines, line => line.StartsWith("Failed", StringComparison.Ordinal));

    /// <summary>The first line that was not printed after those before it; null if there is none.</summary>
    public string? FindMissing(IEnumerable<string> printed)
    {
        using var rest = printed.Select(line => line.Trim()).GetEnumerator();
        return _lines.FirstOrDefault(line =>
        {
            var pattern = $"^{string.Join(".*", line.Split('…').Select(Regex.Escape))}$";
            while (rest.MoveNext())
            {
                if (Regex.IsMatch(rest.Current, pattern))
                {
                    return false;
                }
            }

            return true;
        });
    }

    /// <exception cref="DocException">Something is missing.</exception>
    public void Require(IReadOnlyList<string> printed)
    {
        if (FindMissing(printed) is { } missing)
        {
            throw new DocException($"The page shows the line\n  {missing}\nwhich is not printed, or not there. This is printed:\n  {string.Join("\n  ", printed)}");
        }
    }
}
