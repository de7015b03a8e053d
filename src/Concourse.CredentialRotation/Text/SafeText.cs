using System.Globalization;
using System.Text;

namespace Concourse.CredentialRotation;

/// <summary>Makes text from outside safe to show in a message: short, and without characters that could forge a log line.</summary>
internal static class SafeText
{
    private const int MaxLength = 80;

    /// <summary>The escaped text in single quotes.</summary>
    public static string Quote(string text) => $"'{Escape(text)}'";

    /// <summary>At most 80 characters of the text, with control and format characters escaped.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder();
        var runes = text.EnumerateRunes().ToList();
        foreach (var rune in runes.Take(MaxLength))
        {
            escaped.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format
                ? $"\\u{rune.Value:x4}"
                : rune.ToString());
        }

        return escaped.Append(runes.Count > MaxLength ? "…" : "").ToString();
    }

    public static string Truncate(string text, int maxLength) => text.Length <= maxLength ? text : $"{text[..maxLength]}…";
}
