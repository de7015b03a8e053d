using System.Text.RegularExpressions;

namespace Concourse.CredentialRotation.Benchmarks;

/// <summary>A Markdown file whose measured sections are enclosed in markers and can be replaced.</summary>
internal sealed class Document
{
    private readonly string _path;
    private string _text;

    private Document(string path, string text) => (_path, _text) = (path, text);

    public static async Task<Document> ReadAsync(string path) => new(path, await File.ReadAllTextAsync(path));

    public void Replace(string section, string text)
    {
        var markedSection = new Regex($"(?<=<!-- measured: {Regex.Escape(section)} -->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        _text = markedSection.IsMatch(_text)
            ? markedSection.Replace(_text, _ => $"\n{text}\n", count: 1)
            : throw new InvalidOperationException($"{_path} has no measured section '{section}'.");
    }

    public Task WriteAsync() => File.WriteAllTextAsync(_path, _text);
}
