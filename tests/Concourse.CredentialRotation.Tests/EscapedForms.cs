using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concourse.CredentialRotation.Tests;

/// <summary>The ways in which encoders write the characters of a secret that are not letters or digits.</summary>
internal static class EscapedForms
{
    public static readonly TestCaseData[] All =
    [
        Form("plain", text => text),
        Form("JSON by default", text => JsonEncodedText.Encode(text).ToString()),
        Form("JSON, lower-case", text => JsonEncodedText.Encode(text).ToString().Replace(@"\u002B", @"\u002b", StringComparison.Ordinal)),
        Form("JSON, relaxed", text => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()),
        Form("JSON with a backslash before a slash", text => text.Replace("/", @"\/", StringComparison.Ordinal)),
        Form("JSON with every character as a number", text => string.Concat(text.Select(letter => $"\\u{(int)letter:X4}"))),
        Form("JSON with every character as a number, lower-case", text => string.Concat(text.Select(letter => $"\\u{(int)letter:x4}"))),
        Form("JSON in JSON", text => JsonEncodedText.Encode(JsonEncodedText.Encode(text.Replace("/", @"\/", StringComparison.Ordinal)).ToString()).ToString()),
        Form("URL", Uri.EscapeDataString),
        Form("URL, lower-case", text => WebUtility.UrlEncode(text).Replace("%2B", "%2b", StringComparison.Ordinal).Replace("%2F", "%2f", StringComparison.Ordinal).Replace("%3D", "%3d", StringComparison.Ordinal)),
        Form("URL in JSON", text => JsonEncodedText.Encode(Uri.EscapeDataString(text)).ToString()),
    ];

    /// <summary>A secret of nothing but characters that encoders escape, and as different from others as its bytes.</summary>
    public static string Secret(byte[] bytes) => string.Concat(bytes.Select(value => "+/="[value % 3]));

    private static TestCaseData Form(string name, Func<string, string> escape) => new TestCaseData(name, escape).SetArgDisplayNames(name);
}
