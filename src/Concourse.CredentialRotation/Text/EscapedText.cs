using System.Globalization;
using System.Text;

namespace Concourse.CredentialRotation;

/// <summary>
/// Finds a string of ASCII characters even where an encoder has written some of them as JSON escapes (<c>\u002B</c>, <c>\/</c>, and those
/// of JSON in JSON) or as URL escapes (<c>%2B</c>), in either case.
/// </summary>
internal static class EscapedText
{
    private const char Backslash = '\\';

    public static string Replace(string text, string value, string replacement)
    {
        if (value.Length == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (MatchLength(value, text.AsSpan(at)) is > 0 and var length)
            {
                result.Append(replacement);
                at += length;
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        // A value may itself have a backslash, which is no escape then. Not before, because only the first character may be escaped.
        return result.ToString().Replace(value, replacement, StringComparison.Ordinal);
    }

    /// <summary>The length of the value at the beginning of the text; 0 when the text does not begin with it.</summary>
    private static int MatchLength(string value, ReadOnlySpan<char> text)
    {
        var length = 0;
        foreach (var character in value)
        {
            var next = MatchLength(character, text[length..]);
            if (next == 0)
            {
                return 0;
            }

            length += next;
        }

        return length;
    }

    private static int MatchLength(char character, ReadOnlySpan<char> text)
    {
        if (text is ['%', _, _, ..] && IsHexOf(character, text[1..3]))
        {
            return 3;
        }

        // JSON in JSON doubles the backslashes.
        var backslashes = Math.Max(text.IndexOfAnyExcept(Backslash), 0);
        return text[backslashes..] switch
        {
            ['u', _, _, _, _, ..] when backslashes > 0 && IsHexOf(character, text.Slice(backslashes + 1, 4)) => backslashes + 5,
            [var next, ..] when next == character => backslashes + 1,
            _ => 0,
        };
    }

    private static bool IsHexOf(char character, ReadOnlySpan<char> digits) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code == character;
}
