using System.Globalization;
using System.Text.RegularExpressions;
using Concourse.CredentialRotation.LocalAws;

namespace Concourse.CredentialRotation.Tests.Shared;

/// <summary>Searches what left the process for the secrets that STS handed out, also for a good part of one, and also escaped for JSON or a URL.</summary>
internal static partial class Leaks
{
    private const int PrefixLength = 16;

    public static IEnumerable<string> In(IEnumerable<string> texts, LocalSts sts)
    {
        var secrets = sts.Sessions.SelectMany(session => new[] { session.SecretAccessKey[..PrefixLength], session.SessionToken![..PrefixLength] }).ToList();
        return texts.Where(text =>
        {
            var unescaped = Unescaped(text);
            return secrets.Exists(secret => text.Contains(secret, StringComparison.Ordinal) || unescaped.Contains(secret, StringComparison.Ordinal));
        });
    }

    /// <summary>The text with the characters that JSON escapes (also those of JSON in JSON) and URL escapes stand for.</summary>
    private static string Unescaped(string text) => Escape().Replace(text, match =>
        match.Groups["code"] is { Success: true } code ? ((char)int.Parse(code.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString() : "/");

    [GeneratedRegex(@"\\+u(?<code>[0-9A-Fa-f]{4})|%(?<code>[0-9A-Fa-f]{2})|\\+/")]
    private static partial Regex Escape();
}
