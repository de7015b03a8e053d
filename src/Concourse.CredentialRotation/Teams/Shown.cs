using System.Text;

namespace Concourse.CredentialRotation;

/// <summary>Shows text from outside in a message: short, and without characters that could forge a log line.</summary>
internal static class Shown
{
    private const int Longest = 80;

    public static string Quoted(string text) => $"'{Plain(text)}'";

    public static string Plain(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(Longest))
        {
            shown.Append(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                ? $"\\u{rune.Value:x4}"
                : rune.ToString());
        }

        return shown.Append(text.Length > Longest ? "…" : "").ToString();
    }

    public static string Cut(string text, int longest) => text.Length <= longest ? text : $"{text[..longest]}…";
}
